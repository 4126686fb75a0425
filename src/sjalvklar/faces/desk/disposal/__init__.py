# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal at the desk: plans, decisions and holds, for the records officers. Numbers and counts, no name, no word."""
