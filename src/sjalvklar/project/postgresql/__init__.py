# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL as Django speaks with it, knowing for whom it is asked."""
