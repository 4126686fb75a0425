# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How staff's passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class StaffPasswords(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).

    Django's own 100 MiB in eight lanes would let anybody who can reach the sign-in page, and knows no password, have
    every thread at once fill a gigabyte and a half, on the machine that relatives write to. A password is not the only
    lock: it has at least twelve letters, and a second factor behind it.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
