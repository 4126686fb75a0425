# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The provider's server tells us that somebody has signed out, or been shut out, there: here too they are out at once.

OpenID Connect Back-Channel Logout 1.0. No browser is in it: no cookie is read and none is set, and what counts is the
provider's signature alone. Whatever is wrong is answered alike.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sjalvklar.faces.desk.sign_in.city import config
from sjalvklar.faces.desk.sign_in.city.adapter import kind_of, why
from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation import actions as organisation

_log = logging.getLogger("sjalvklar.sign_in")
_LARGEST = 16 * 1024


@csrf_exempt
@require_POST
def signed_out_there(request: HttpRequest) -> HttpResponse:
    """200 when those sessions are over; 400 for what is not believed; 503 when the provider's keys cannot be had."""
    city, token = config.city(), request.POST.get("logout_token", "")
    if city is None or city.kind != config.OIDC or not token or len(token) > _LARGEST:
        return _refused(400)
    from sjalvklar.faces.desk.sign_in.city import oidc
    from sjalvklar.faces.desk.sign_in.city.asking import one_request

    try:
        with one_request():
            said = oidc.signed_out(city, token)
        organisation.sign_out_from_city(
            identity=said.identity,
            session=said.session,
            word=said.word,
            until=datetime.fromtimestamp(said.until, UTC),
        )
    except (NotNow, *oidc.TROUBLES) as wrong:
        _log.warning("signing out by the identity provider: %s", why(wrong))
        return _refused(503 if kind_of(wrong) == "away" else 400)
    return HttpResponse(status=200)


def _refused(status: int) -> HttpResponse:
    return JsonResponse({"error": "invalid_request" if status == 400 else "temporarily_unavailable"}, status=status)
