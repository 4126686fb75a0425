# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from tests.rooms.mailbox.conftest import grano, people

__all__ = ["grano", "people"]
