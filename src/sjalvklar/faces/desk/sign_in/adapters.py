# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where allauth asks us: what is refused, what is put on record, and that no address is kept anywhere."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk import refusals
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation import actions as organisation
from sjalvklar.organisation.queries import linked, staff
from sjalvklar.organisation.rules.sessions import device
from sjalvklar.trust import keys
from sjalvklar.trust.rules import Actor

_NETWORK_KEY = secrets.token_bytes(32)  # lives and dies with the process: a network is never written anywhere


def network_of(request: HttpRequest) -> str:
    """Where a request comes from, as a mark that means nothing outside this process: HMAC of the /24 or /48.

    The address itself is the last one that a proxy of ours vouches for.
    """
    stated = str(request.META.get("REMOTE_ADDR") or "")
    steps = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if steps and len(forwarded) >= steps:
        stated = forwarded[-steps]
    try:
        address = ipaddress.ip_address(stated)
        wide = 24 if address.version == 4 else 48
        place = str(ipaddress.ip_network(f"{address}/{wide}", strict=False))
    except ValueError:
        place = "unknown"
    return hmac.new(_NETWORK_KEY, place.encode(), hashlib.sha256).hexdigest()[:32]


class DeskAccounts(DefaultAccountAdapter):
    """Accounts: who may come in by password, and what is said when not."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The username or the password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "enter_current_password": _("The password you have now is wrong."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("That code does not work. Use the newest code."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Per account and network: a stranger elsewhere cannot lock somebody out by guessing."""
        return f"{network_of(request)}:{str(credentials.get('username', '')).casefold()}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth, but a closed account and a temporary password past its time are a wrong password.

        So is that of an account which the municipality's identity provider opens, and every password where
        everybody comes from it.
        """

        def refused(why: str) -> None:
            # Whoever it was tried for is looked for by the name that was typed, which is kept nowhere itself.
            name = str(credentials.get("username", "")).replace("\x00", "")
            refusals.note_sign_in(request, why, lambda: staff.staff_id(name))

        if not settings.LOCAL_SIGN_IN:
            refused("no_passwords_here")
            return None
        try:
            user = super().authenticate(request, **credentials)
        except ValidationError:
            refused("too_many")
            raise
        until = getattr(user, "temporary_until", None)
        over = until is not None and until <= clock.now()
        if user is None or not user.is_active or over or linked.is_from_city(user.pk):
            refused("password")
            return None
        return user

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, gettext("The username or the password is wrong."))
        return HttpResponseRedirect(reverse("account_login"))

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **given: Any) -> HttpResponse | None:
        """Remember, until the sign-in is done, whether it is the municipality's provider that vouches for whom."""
        came = getattr(request, "_came", None)
        if came is None:
            request.session.pop("city", None)
        else:
            logout = dict(came.logout)
            known = {"staff": user.pk, "strong": came.strong, "at": came.at, "logout": logout, "sid": came.session}
            request.session["city"] = known
        refused: HttpResponse | None = super().pre_login(request, user, **given)
        return refused

    def get_login_stages(self) -> list[str]:
        return ["sjalvklar.faces.desk.sign_in.stages.SecondFactor"]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        request.session["since"] = request.session["seen"] = clock.now().timestamp()
        request.session["device"] = device(request.headers.get("User-Agent", ""))
        city = request.session.get("city") or {}
        if city.get("staff") == user.pk and city.get("strong"):
            record_authentication(request, user, "city", mfa=True, at=city["at"])
        organisation.note_sign_in(staff_id=user.pk, what="sign_in", actor=Actor.staff(user.pk))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        try:
            organisation.choose_password(staff_id=user.pk, password=password, actor=Actor.staff(user.pk))
        except Invalid as refused:
            raise self.validation_error("incorrect_password") from refused
        user.refresh_from_db()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Pages about the sign-in itself ask again, unless the person signed in or confirmed within ten minutes."""
        records = get_authentication_records(context.request, context.request.user)
        fresh = records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        return not fresh

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what we word ourselves; allauth's own sentences are not ours."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Where allauth would send a mail, we leave a row on record: `mfa/email/totp_activated` and the like."""
        if template_prefix.startswith("mfa/"):
            what = template_prefix.rpartition("/")[2]
            organisation.note_sign_in(staff_id=user.pk, what=what, actor=Actor.staff(user.pk))


class DeskSecondFactor(DefaultMFAAdapter):
    """Second factors: sealed at rest, and never the last one taken away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code does not work. Use the newest code."),
        "cannot_delete_authenticator": _("Add another way to confirm that it is you before you remove this one."),
    }

    def get_totp_issuer(self) -> str:
        return "Självklar"

    def build_totp_svg(self, url: str) -> str:
        """allauth would put it in a data address; ours is drawn inline by the view."""
        return ""

    def encrypt(self, text: str) -> str:
        return keys.holder().seal_factor(text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.holder().open_factor(bytes.fromhex(encrypted_text)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return has_another_factor(authenticator)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Självklar"}


def has_another_factor(authenticator: Authenticator) -> bool:
    """Whether the person keeps a second factor when this one goes. Recovery codes are not one."""
    return (
        Authenticator.objects.filter(user_id=authenticator.user_id)
        .exclude(pk=authenticator.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
