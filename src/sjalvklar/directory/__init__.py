# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who receives: every helpline, unit and authority a person can be led to, and when each is open.

I promise that what the public sees is confirmed or verified, and that *open now* is true on that day, holidays
included.
I own no tables: receivers, ways to reach them and opening hours are read from the pack.
I never guess hours, and never show an unverified fact.
"""
