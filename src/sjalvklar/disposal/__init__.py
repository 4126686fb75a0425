# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal (gallring): what is erased, when, on whose decision, and that it stays erased.

I promise that nothing is erased without a rule that is in force, and a decision where one is needed; that what is on
hold stays; that a stopped erasure is finished and never half-forgotten; and that no old backup brings anything back.
I know no case and no contact: the rooms that keep things tell me of them (`sources`).
"""
