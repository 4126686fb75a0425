# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who receives, by what ways, and when they are there.

I promise that nothing unconfirmed is shown as sure, and that a closed door says when it opens.
I own the receivers of the pack; no tables.
I never decide who is right for whom: that is the guide's.
"""
