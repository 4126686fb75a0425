# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What other rooms may ask of the organisation."""

from sjalvklar.organisation.queries.municipality import organisation

__all__ = ["organisation"]
