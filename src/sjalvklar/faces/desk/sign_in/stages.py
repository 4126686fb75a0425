# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The step between who one says one is and being in."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactor(AuthenticateStage):
    """Ours is asked for, unless the municipality's provider has just vouched for one of its own."""

    def _should_handle(self, request: HttpRequest) -> bool:
        city = request.session.get("city") or {}
        if self.login.user is not None and city.get("staff") == self.login.user.pk and city.get("strong"):
            return False
        return bool(super()._should_handle(request))
