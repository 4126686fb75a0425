# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support at the desk: lists, one support, a contact registered quickly, and notice and offer from any unit."""
