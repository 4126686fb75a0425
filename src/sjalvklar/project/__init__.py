# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings, addresses, the command line and the clock: the only room that knows all the others."""
