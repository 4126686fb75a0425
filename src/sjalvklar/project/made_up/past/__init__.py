# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two made-up years of work in the demo, so that lists, counts and pictures are those of a living city.

I promise that it is done by the rooms' own actions, sealed and on record, and that the record verifies afterwards.
I never know of a person, and I am never there in production.
"""

from sjalvklar.project.made_up.past.making import HowFar, before, begin, go_on, how_far

__all__ = ["HowFar", "before", "begin", "go_on", "how_far"]
