# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed in a support, at the desk: the plan in their own words, booked talks, reminders and what is safe."""
