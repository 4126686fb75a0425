# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A child process that ends when the one that started it is gone, however that one went."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


STARTED_BY = "SJALVKLAR_STARTED_BY"
"""The environment variable in which the one who starts a child names itself, for a child that comes too late."""


def end_with_parent(ending: int = signal.SIGTERM) -> None:
    """Ask the kernel to send `ending` when the parent dies. Elsewhere than on Linux nothing is asked.

    A parent that went before the asking is known by its number, if it left one.
    """
    if sys.platform == "linux":
        parent = int(os.environ.get(STARTED_BY) or os.getppid())
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), ending)
