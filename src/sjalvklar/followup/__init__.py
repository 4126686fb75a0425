# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-up (uppföljning): contact is offered again when it is needed, on dates and when something happens.

A relative needs support again when a judgment becomes final, somebody is released, a flat must be left: so a follow-up
hangs on a day, or on an event whose day nobody knows yet. What is expected, what was answered and who wanted the long
time after are sealed as the support they belong to is; a list knows days and nothing else
(docs/decisions/0032-follow-up-on-dates-and-events.md).

I promise that what is to be followed up has a day and whoever answers for the support, that it goes up when the day
has passed, and that after a support has ended only those are followed who said yes and have not taken it back.
I own follow-ups, consents to the long time after, what was asked and answered, and that a proof of contact was made.
I never send anything to anybody, compute no score and draw no conclusion from an answer, and I never write why
somebody had contact.
"""
