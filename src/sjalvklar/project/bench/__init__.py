# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measured comparisons: real HTTP, both databases, a table with the machine named."""
