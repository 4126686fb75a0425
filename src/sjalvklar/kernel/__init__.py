# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clock, text, languages, errors and YAML with positions: what every room may lean on.

I promise that nothing here knows a person, a municipality or a database.
I own no tables.
I never import another room, nor Django beyond `gettext`.
"""
