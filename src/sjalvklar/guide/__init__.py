# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few plain questions, and named receivers for an answer: who helps, here, now, and why just they.

I promise that every path ends at somebody who exists and is open or says when they open, that emergency comes first,
and that a vague answer leads to a person, never to a guessed category.
I own the guide's questions, rules and texts in the pack; no tables.
I never remember what anybody answered.
"""
