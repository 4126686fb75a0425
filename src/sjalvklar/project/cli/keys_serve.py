# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar keys serve`: the keys in a process of their own. It needs no database, no pack and no Django."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
from pathlib import Path

from sjalvklar.project import lifeline
from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain


def run(chosen: argparse.Namespace) -> int:
    """Answer until SIGTERM or Ctrl-C. Raises Plain."""
    from sjalvklar.trust.keyring import KeyringFault
    from sjalvklar.trust.keys.client import user_number
    from sjalvklar.trust.keys.file import FileHolder
    from sjalvklar.trust.keys.server import CannotServe, KeyServer, keep_to_ourselves

    if os.environ.get(lifeline.STARTED_BY):
        lifeline.end_with_parent()
    os.umask(0o077)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    keep_to_ourselves()
    path = socket_path(chosen)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        allowed = frozenset(user_number(name) for name in chosen.allow)
        server = KeyServer(FileHolder(folder(chosen)), path, allowed=allowed)
        for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(asked, lambda _signal, _frame: server.ask_to_stop())
        server.open()
    except (CannotServe, KeyringFault) as trouble:
        raise Plain(str(trouble)) from trouble
    except OSError as trouble:
        raise Plain(f"{path.parent} cannot be made: {trouble.strerror}") from trouble
    _tell_the_supervisor()
    print(f"The keys are held here. Answering at {path}", flush=True)
    server.serve()
    print("Stopped. The keys are where they were.", flush=True)
    return 0


def folder(chosen: argparse.Namespace) -> Path:
    """The keys' folder, as the settings would find it."""
    stated = os.environ.get("SJALVKLAR_KEYS")
    return Path(stated).expanduser().resolve() if stated else options.data_dir(chosen) / "keys"


def socket_path(chosen: argparse.Namespace) -> Path:
    """Where to answer: as asked, else where the product will ask, else in the data folder."""
    stated = chosen.socket or os.environ.get("SJALVKLAR_KEY_SOCKET")
    return Path(stated).expanduser().absolute() if stated else options.data_dir(chosen) / "keys.socket"


def _tell_the_supervisor() -> None:
    """systemd's Type=notify: what comes after us is started when we answer, not before (sd_notify(3))."""
    stated = os.environ.get("NOTIFY_SOCKET", "")
    if not stated:
        return
    address = "\0" + stated[1:] if stated.startswith("@") else stated
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as teller:
        teller.connect(address)
        teller.sendall(b"READY=1")
