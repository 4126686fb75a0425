# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views: fetch, call an action or a rule, say it in a template, or lead on. Every POST answers 303."""
