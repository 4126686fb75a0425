# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The staff's room: who waits, for how long, and what was promised them.

I promise that waiting comes first, that nothing is read before it is taken, and that a page never shows another
board's threads.
I own no tables; sign-in is allauth's, with a second factor always.
I never hold a rule of my own: who may and what may in this state are asked of the rooms below.
"""
