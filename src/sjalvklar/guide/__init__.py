# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what a person says to the people who help, here, now, each with its reason in plain words.

I promise that every combination of answers, area, hour and language ends at a named receiver that is open, or says
when it opens and who answers until then; `walk` goes through them all.
I own no tables: questions, rules and texts are read from the pack.
I never store an answer, never turn a vague one into a category, and never score a person.
"""
