# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way back from an OpenID provider: allauth's, and the question's nonce with it to the check."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import HttpRequest, HttpResponse

from sjalvklar.faces.desk.sign_in.city.oidc import OpenIDAdapter


class Back(OAuth2CallbackView):
    """One answer to one question: state, PKCE verifier and nonce were kept together and are used up together."""

    adapter: OpenIDAdapter

    @classmethod
    def of(cls, request: HttpRequest, provider_id: str) -> HttpResponse:
        answered: HttpResponse = cls.adapter_view(OpenIDAdapter(request, provider_id))(request)
        return answered

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, refused = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = str((state.get("data") or {}).get("nonce", ""))
            request.session.save()  # used up before the provider is asked, not when it has answered
        return state, refused
