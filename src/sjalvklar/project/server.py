# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How gunicorn runs the product: threads, no access log, no control socket, and no address in any line it writes.

Read by `gunicorn -c python:sjalvklar.project.server`; every name in lower case that gunicorn knows is a setting.
"""

from __future__ import annotations

import gc
import logging
from contextlib import suppress
from typing import Any

from gunicorn.http import wsgi

from sjalvklar.project import env, lifeline
from sjalvklar.project.settings import TRUSTED_PROXIES

# Of what one request makes nearly all is thrown away at once, without a search; a page makes a few thousand objects.
_NEW_OBJECTS = 20_000

workers = env.number("SJALVKLAR_WORKERS", "How many processes answer.", default=2, least=1)
threads = env.number("SJALVKLAR_THREADS", "How many requests each process answers at once.", default=8, least=1)
worker_class = "sjalvklar.project.connections.Connections"
logger_class = "sjalvklar.project.connections.Quiet"

# An answer does not say with what it was made.
wsgi.SERVER = "-"

# The application is loaded once and forked: a second worker costs little memory and no time.
preload_app = True
# A step of the guide and a draft travel in the address; 8 kB is what every proxy lets through.
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
keepalive = 10
timeout = 60
graceful_timeout = 8
backlog = 2048
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
proc_name = "sjalvklar"

forwarded_allow_ips = "*" if TRUSTED_PROXIES else ""
# Only whether a proxy spoke TLS is believed. A proxy lets headers of these names through from anybody, and with them a
# request could be read as another page than the one the door looked at.
forwarder_headers = ""


def on_starting(_arbiter: Any) -> None:
    lifeline.end_with_parent()


def when_ready(_arbiter: Any) -> None:
    """What every first visitor would have waited for is read once, before the workers are forked from this process.
    A fault in it ends the start, rather than meeting a visitor."""
    from django.urls import resolve

    from sjalvklar.directory import queries as directory
    from sjalvklar.guide import queries as guide
    from sjalvklar.organisation import queries as organisation
    from sjalvklar.trust import keys

    resolve("/alive")
    with suppress(keys.KeyHolderAway):  # every worker knows them then, also one that is forked while the keys are away
        keys.holder().door()
    organisation.organisation()
    directory.receivers()
    guide.guidebook()
    _keep_erased()
    # What is read now lives as long as the process: it is not gone through over and over for what can be thrown away.
    gc.collect()
    gc.freeze()


def _keep_erased() -> None:
    """What was erased and has come back with an old copy of the database goes again, before a worker answers anybody.

    While the keys or the database are away nothing opens; the clock does it when they are back.
    """
    from django.db import DatabaseError, InterfaceError, connections

    from sjalvklar.disposal import actions
    from sjalvklar.trust.access.context import COMMAND, acting
    from sjalvklar.trust.keyring import KeyringFault
    from sjalvklar.trust.keys import KeyHolderAway

    try:
        with acting(COMMAND):
            actions.reapply()
    except (KeyHolderAway, KeyringFault, DatabaseError, InterfaceError) as away:
        logging.getLogger("sjalvklar").warning("what was erased could not be looked for: %s", type(away).__name__)
    finally:
        connections.close_all()


def post_fork(_arbiter: Any, _worker: Any) -> None:
    """A connection made while loading must not be shared between processes."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.inc_thread_sharing()
        connection.close()
        connection.dec_thread_sharing()
