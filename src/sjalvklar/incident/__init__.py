# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents (händelser): a shooting or another deadly violence, and everybody it struck, from the first minute on.

The bereaved, the injured, a suspect's family, the neighbours and the school are circles of their own. Whoever works in
one has no way into another, and whoever leads sees how many are reached, not who they are
(docs/decisions/0030-circles-that-never-meet.md).

I promise that one person opens an incident in a minute, that nobody is left unreached without its leader seeing it,
and that what was agreed for the long time after holds when the incident has closed.
I own incidents, circles, who leads and who is in them, families, attempts to reach them, dates, and what was asked.
I never keep guesses about guilt, the dead person's past, who spoke to the police, or a personal number.
"""
