# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people and machines meet. Faces hold no rules of their own and do not know each other."""
