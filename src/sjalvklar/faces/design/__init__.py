# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How everything of ours looks: tokens, and components as one template and one stylesheet part each.

I promise that what a face shows is calm, legible and the same everywhere: 320 px to desktop, light and dark, forced
colours, right-to-left, 200 % text and paper.
I own `styles/` (the parts), `templates/design/` (the components) and `static/design/` (icon and small scripts).
I never hold a view, a rule or a sentence about a person.
"""
