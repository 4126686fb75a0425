# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known without opening a seal, and what the pack says. Every question about somebody takes the viewer
first."""

from sjalvklar.children.queries.pack import Receiver, concerns, receivers
from sjalvklar.children.queries.seen import Standing, own_in_case, standing, undecided
from sjalvklar.children.queries.shares import Shares, shares

__all__ = ["Receiver", "Shares", "Standing", "concerns", "own_in_case", "receivers", "shares", "standing", "undecided"]
