# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Självklar: the self-evident place to turn to for relatives."""

__version__ = "0.1.0"
