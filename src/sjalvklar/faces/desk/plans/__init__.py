# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans of social intervention groups at the desk: a plan for whoever leads it, a party, and a party's own part."""
