# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing: what somebody at the desk has typed and not sent yet, and headings to begin with.

What is typed in a note is kept for its writer until it is sent, so that a closed lid, a lost connection or another
computer costs nobody their words (docs/decisions/0039-what-is-being-written.md).

I promise that a draft opens for whoever wrote it alone, for as long as they may write there, and that it goes with the
thing it is about, when it is sent, and after a week.
I own the drafts.
I never list drafts, count them, put them on record or hand them to anybody else.
"""
