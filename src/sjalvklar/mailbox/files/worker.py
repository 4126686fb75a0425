# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process that looks at one stranger's file: the file comes in, pictures go out, and nothing else.

    python -I worker.py <kind> <most points> <most pages>    the file on standard input
    python -I worker.py walls                                says which walls this machine has, having tried them

The answer is a line of JSON, then the pictures one after the other. Run as a file of its own, so that nothing of the
product is loaded into it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sjalvklar.mailbox.files import pictures, sandbox
else:
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import pictures
    import sandbox


def _shut_in() -> dict[str, Any]:
    """Everything that will be needed is loaded, and then the walls go up."""
    sandbox.put_limits()
    spaces = sandbox.put_namespaces()
    pictures.make_ready()
    landlock = sandbox.put_landlock()
    seccomp = sandbox.put_filter()
    return {"namespaces": spaces, "landlock": landlock, "seccomp": seccomp}


def _say(said: dict[str, Any], made: list[bytes]) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps({**said, "sizes": [len(one) for one in made]}).encode("ascii") + b"\n")
    for one in made:
        out.write(one)
    out.flush()


def _reaches() -> list[str]:
    """What this process can still do and should not: tried, not believed. Imported before the walls went up."""
    import ctypes
    import mmap
    import platform
    import socket

    libc = ctypes.CDLL(None, use_errno=True)
    machine = platform.machine()
    walls = {**_shut_in(), "machine": machine, "tested": machine in sandbox.TESTED}
    found = []
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
            tried.connect(("192.0.2.1", 9))  # sends nothing: asks only whether there is a way there
        found.append("network")
    except OSError:
        pass
    try:
        with Path("/etc/passwd").open("rb"):
            found.append("files")
    except OSError:
        pass
    try:
        if os.fork() == 0:
            os._exit(0)
        found.append("processes")
    except OSError:
        pass
    # No program of that name: who may run programs is told that the name is bad, who may not that it is not allowed.
    libc.execve(None, None, None)
    if ctypes.get_errno() != errno.EPERM:
        found.append("programs")
    try:
        mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
        found.append("code")
    except OSError:
        pass
    _say({"walls": walls, "reaches": found}, [])
    return found


def main(words: list[str]) -> int:
    """Exit code 0 when an answer was given, also when the answer is that the file cannot be shown."""
    if words[1] == "walls":
        _reaches()
        return 0
    kind, most_points, most_pages = words[1], int(words[2]), int(words[3])
    _shut_in()
    content = sys.stdin.buffer.read()
    try:
        made = list(pictures.sheets(content, kind, most_points=most_points, most_pages=most_pages))
    except pictures.Refused as refused:
        _say({"refused": refused.code}, [])
        return 0
    _say({}, made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
