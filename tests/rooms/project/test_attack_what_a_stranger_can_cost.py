# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who knows no password and no code can neither fill the memory nor make the door look at another page."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache

from sjalvklar.project import server
from sjalvklar.project.passwords import StaffPasswords


def test_every_thread_can_try_a_password_at_once_on_a_small_machine() -> None:
    assert settings.PASSWORD_HASHERS[0].endswith("StaffPasswords")
    hashed = make_password("ett-langt-losenord", hasher=StaffPasswords())
    found = re.search(r"\$m=(\d+),t=(\d+),p=(\d+)\$", hashed)
    assert found
    memory, passes, lanes = map(int, found.groups())
    assert (memory, passes, lanes) == (19 * 1024, 2, 1)
    assert memory * server.workers * server.threads < 400 * 1024, "KiB, all of them at the same time"
    assert check_password("ett-langt-losenord", hashed)


def test_trying_many_names_does_not_make_the_tries_at_one_name_forgotten() -> None:
    cache.set("one-account", [1, 2, 3], 300)
    for number in range(1000):
        cache.set(f"another-account-{number}", [1], 300)
    assert cache.get("one-account") == [1, 2, 3]
    cache.clear()


def test_no_header_from_outside_says_which_page_was_asked_for() -> None:
    assert not server.forwarder_headers
