# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal (gallring): what is erased, when, on whose decision, and that it stays erased.

I promise that nothing goes without a rule in force, and a decision where one is needed; that what is on hold stays;
that a stopped erasure is finished; and that no old copy of the database brings anything back.
I own plans, receipts and holds, and what the pack says of disposal.
I never know a case or a contact: the rooms that keep things tell me of them (`sources`).
"""
