# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public door: guide, directory, writing without a name, and reading the answer.

I promise that nobody is turned away, that nothing is left behind on the phone, and that every page works without
JavaScript and in every language of the pack.
I own the addresses `/ /i /k /m /u /d /s /p /x`, the sealed journey in them, and the one cookie of an opened thread.
I never set a cookie before a code has been issued, hold a rule, or read another room's tables.
"""
