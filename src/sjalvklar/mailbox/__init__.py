# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The safe contact: a receipt code instead of a name, sealed threads, and a clock on every promise.

I promise that what was acknowledged is kept, opens only by its code or at the unit that holds it, and always has an
owner and a time; and that a wrong, an expired and a closed code cannot be told apart.
I own threads, messages, wraps and drafts.
I never keep a name I was not given, an address on the network, or a code.
"""
