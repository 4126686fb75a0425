# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the verb and runs it. What goes wrong in a foreseen way is a sentence, never a traceback."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from types import FrameType

from sjalvklar.project import stopping
from sjalvklar.project.cli.help import VERBS
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.env import BadEnvironment


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM unwinds like Ctrl-C, so that what a verb has started is stopped on the way out."""
    raise SystemExit(128 + signal.SIGTERM)


def main(argv: list[str]) -> int:
    verb = argv[0] if argv else "help"
    if verb in {"-h", "--help"}:
        verb = "help"
    if verb not in VERBS:
        print(f"There is no verb {verb!r}.\n", file=sys.stderr)
        importlib.import_module("sjalvklar.project.cli.help").run([])
        return 2
    signal.signal(signal.SIGTERM, _terminated)
    stopping.listen()
    module = importlib.import_module(f"sjalvklar.project.cli.{verb.replace('-', '_')}")
    try:
        code = module.run(argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read what we say has read enough, as `head` does. Python would complain once more at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except (Plain, BadEnvironment) as trouble:
        print(f"{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
