# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recurring log review (loggkontroll): who read what, whether they had reason to, and who has looked at that.

I promise that every breaking of the glass and every reading about a protected person comes up each month, with what
the rules pick out and a random sample, and that nobody judges their own deeds.
I own the marks that readings are compared by, the incidents, the findings and the decisions about them.
I never know a name, an address or a word of content: names and addresses are keyed hashes before they reach me.
"""
