# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real identity providers on loopback, each a process of its own, made of other people's implementations."""
