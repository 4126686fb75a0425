# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The municipality: its boards, areas and units, who does what where, and the staff who do it.

A board (nämnd) is an authority of its own and a wall: passing something between two of them is a disclosure (OSL 8:2),
so nobody's grants reach across one. What is public knowledge comes from the pack and is read into memory; people,
their dated grants, stand-ins and duty are rows.

I promise that for every function, place and day there is a unit that receives, if only the one that always does.
I own authorities, units, staff, grants, stand-ins and duty.
I never decide who helps whom (that is the guide), and never know a relative.
"""
