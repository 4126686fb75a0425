# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety at the desk: a page under its support's, and the warnings on the support's own."""
