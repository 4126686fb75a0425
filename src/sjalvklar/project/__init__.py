# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings, addresses, middleware, the command line and the clock.

I promise that headers, limits and the guard after leaving hold for every response, whoever made it.
I own no tables.
I never hold a rule about people; I am the only room that knows all the others, and none of them knows me.
"""
