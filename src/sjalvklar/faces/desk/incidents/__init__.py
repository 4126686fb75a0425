# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The desk's pages of incidents: small, without a script, for a phone at two in the morning."""
