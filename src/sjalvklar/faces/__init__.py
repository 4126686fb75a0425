# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people and machines meet.

I promise that a face is thin: fetch, call an action, translate its refusal, redirect.
I own no tables and no rules.
I never let one face know another; what they share is the design.
"""
