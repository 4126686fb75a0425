# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public door: the guide, the directory, the safe contact and the children's entry.

I promise that every page works without JavaScript, can be left in one step, and that every page is a GET.
I own no tables; what a person has answered travels sealed in the address.
I never set a cookie before a code is issued or opened, never load anything from another host, and never decide
who helps: I show what the rooms below answer.
"""
