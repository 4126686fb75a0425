# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""allauth's forms, stricter where we are: a code works once, and every passkey is a whole sign-in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn import forms as webauthn
from django.db import transaction


def _use_up(authenticator: Authenticator, code: str) -> bool:
    """Mark a code generator's code as used, in the database so that it holds between processes. False when it was."""
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = get_adapter().decrypt(kept.data["secret"])
        digits = "".join(c for c in code if c.isdigit())
        near = list(yield_hotp_counters_from_time())
        matched = [step for step in near if format_hotp_value(hotp_value(secret, step)) == digits]
        used = [step for step in kept.data.get("used", []) if step >= near[0]]
        if not matched or matched[0] in used:
            return False
        kept.data = {**kept.data, "used": [*used, matched[0]]}
        kept.save(update_fields=["data"])
    authenticator.data = kept.data
    return True


class _OnceOnly(base.BaseAuthenticateForm):
    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_OnceOnly, base.AuthenticateForm):
    pass


class ReauthenticateForm(_OnceOnly, base.ReauthenticateForm):
    pass


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey replaces the password too, so it must ask for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].max_length = 60

    def clean_name(self) -> str:
        return super().clean_name()[:60]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()
