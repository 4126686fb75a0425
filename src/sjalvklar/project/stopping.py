# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""That somebody has asked a command to stop, remembered.

An interrupt is raised once, wherever the interpreter happens to be; inside what a library calls back it can be lost.
So it is remembered too, and what goes on for long looks here between its steps.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

asked = threading.Event()


def interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Ctrl-C: remembered, and raised as ever."""
    asked.set()
    raise KeyboardInterrupt


def listen() -> None:
    """From now on Ctrl-C is remembered."""
    signal.signal(signal.SIGINT, interrupted)


def look() -> None:
    """Raises KeyboardInterrupt when somebody has asked."""
    if asked.is_set():
        raise KeyboardInterrupt
