# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety (trygghet) in a support: how afraid somebody says they are, what the police were asked, what was agreed.

The police assess threats. Here stand that they were asked and when they answered; what they decided is a field of its
own that is opened only on request (docs/decisions/0036-no-score-is-computed.md).

I promise that fear and a police answer that differ become an offer and a task, that what was agreed has a day to look
at it again, and that the family is not reached while there are signs of violence in the home.
I own what was said of fear, protection assessments, protective measures, company to the police, warnings to those who
meet somebody, and when a support was in the mode for violence in the home.
I never compute a score, say what kind of person somebody is, or keep where anybody hides.
"""
