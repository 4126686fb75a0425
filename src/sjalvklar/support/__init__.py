# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support to a relative (stöd till en anhörig): who answers for it, what comes next and when, and what may be kept.

Each service has a documentation mode that the board has decided, and an anonymous support has no place for an identity
(docs/decisions/0029-three-ways-to-document.md). Help that needs an assessment is never decided here: how to apply is
shown, and that it was.

I promise that an open support has an owner, a next step and a day, that what waits has a clock, and that what is read
or written is on record first.
I own the catalogue of services and the boards' decisions about them, supports, their notes and talks, offers,
bookings, groups, what was done out among people, and what was noticed by others.
I never keep a personal number, and of somebody anonymous not a number, a name or an address; I decide no assessed
help.
"""
