# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's SQLite, with a line to stand in for those who write: see `base`."""
