# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support to a relative (stöd till en anhörig): who answers for it, what comes next and when, and what may be kept.

Each service has a documentation mode that the board has decided, and an anonymous support has no place for an identity
(docs/decisions/0029-three-ways-to-document.md). Help that needs an assessment is never decided here: how to apply is
shown, and that it was. What is agreed with the relative, as a plan in their own words and how they are reminded, is
theirs to say (docs/decisions/0037-no-video-and-no-messages-of-our-own.md).

I promise that an open support has an owner, a next step and a day, that what waits has a clock, that what is read or
written is on record first, and that nobody is reminded who has not said yes, nor in another way than they said.
I own the catalogue of services and the boards' decisions about them, supports, their notes and talks, offers,
bookings, plans in the relative's own words, reminders, groups, what was done out among people, and what was noticed by
others.
I never keep a personal number, and of somebody anonymous not a number, a name or an address; I decide no assessed
help, and send nothing outside of the product.
"""
