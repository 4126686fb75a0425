# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The staff's room: who waits, how long, what was promised, and the answer.

I promise that nobody reads a word without a name on record, that what is typed is never lost, and that what somebody
may not see looks like what does not exist.
I own the pages under /desk and the sign-in.
I never decide who may do what: rooms do, and I show their answer.
"""
