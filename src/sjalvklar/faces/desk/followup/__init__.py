# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-up at the desk: what is coming in a support, what a relative is asked, the proof, and the unit's list."""
