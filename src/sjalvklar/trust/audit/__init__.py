# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record as a hash tree: what was put on record cannot be changed, moved or taken away without it being seen."""
