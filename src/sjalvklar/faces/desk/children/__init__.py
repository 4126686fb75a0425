# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of children at the desk: a child's own contact, what guardians may know, and concern."""
