# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""allauth's views with our pages. A view that is not here is not routed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django.views.generic import View

from sjalvklar.faces.desk import refusals, words
from sjalvklar.faces.desk.sign_in import demo, qr, step_up
from sjalvklar.faces.desk.sign_in.adapters import has_another_factor
from sjalvklar.faces.desk.sign_in.city import config
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation import actions as organisation
from sjalvklar.organisation.queries import linked, sessions
from sjalvklar.trust.rules import Actor


class SignIn(account.LoginView):
    template_name = "desk/sign_in/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        if not settings.LOCAL_SIGN_IN:
            return HttpResponseRedirect(reverse("account_login"))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        city = config.city()
        return {
            **super().get_context_data(**kwargs),
            "city": city.name if city else "",
            "local": settings.LOCAL_SIGN_IN,
            "out": bool(city and self.request.session.get("city_out") is not None),
            "people": demo.people() if settings.DEMO and settings.LOCAL_SIGN_IN else (),
            "password": demo.PASSWORD if settings.DEMO else "",
            "next": get_next_redirect_url(self.request) or "",
        }


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out here; whoever came from the municipality's provider is offered to sign out there too."""
    came = request.session.get("city")
    logout(request)
    if came:
        request.session["city_out"] = came.get("logout") or {}
    return HttpResponseRedirect(reverse("account_login"))


class PasskeySignIn(webauthn.LoginWebAuthnView):
    """Goes where the person was on the way to, so that a typed answer is found again."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not settings.LOCAL_SIGN_IN:
            return HttpResponseRedirect(reverse("account_login"))
        authenticator = form.cleaned_data["credential"]
        if linked.is_from_city(authenticator.user_id):
            # Whoever is shut out there is shut out here; as a second factor the passkey goes on.
            city = config.city()
            said = gettext("Your account is opened by %(city)s. Sign in there.")
            messages.info(self.request, said % {"city": city.name if city else gettext("your municipality")})
            return HttpResponseRedirect(reverse("account_login"))
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, authenticator, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        refusals.note_sign_in(self.request, "passkey")
        return super().form_invalid(form)


class Authenticate(mfa.AuthenticateView):
    template_name = "desk/sign_in/authenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        _second_factor_refused(self.request, form, self.stage.login.user)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
        return {
            **super().get_context_data(**kwargs),
            "has_codes": Authenticator.Type.TOTP in types or Authenticator.Type.RECOVERY_CODES in types,
            "has_passkey": Authenticator.Type.WEBAUTHN in types,
            "demo_code": demo.code_of(user.get_username()) if settings.DEMO else "",
        }


def _second_factor_refused(request: HttpRequest, form: Any, user: AbstractBaseUser | None) -> None:
    codes = {wrong.code for wrongs in form.errors.as_data().values() for wrong in wrongs}
    why = "too_many" if codes & {"too_many_login_attempts", "rate_limited"} else "second_factor"
    refusals.note_sign_in(request, why, lambda: user.pk if user is not None else None)


def _city_again(request: HttpRequest) -> dict[str, str]:
    """The municipality's provider as a way to confirm, for somebody who came from it; empty for others."""
    city = config.city()
    if city is None or not (request.session.get("city") or {}).get("strong"):
        return {}
    back = get_next_redirect_url(request) or "/desk/"
    return {"name": city.name, "address": f"{reverse('city_begin')}?{urlencode({'again': 'yes', 'next': back})}"}


def _has_password(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(request.user.has_usable_password())


class _Again:
    """What every way of confirming once more shows: the other ways. A password is none for whoever has more."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        user = self.request.user
        ways = [way for way in context.get("reauthentication_alternatives", ()) if way["id"] != "reauthenticate"]
        return {
            **context,
            "reauthentication_alternatives": ways,
            "city": _city_again(self.request),
            "next": get_next_redirect_url(self.request) or "",
            "demo_code": demo.code_of(user.get_username()) if settings.DEMO else "",
        }


class _AgainByFactor(_Again):
    def form_invalid(self, form: Any) -> HttpResponse:
        _second_factor_refused(self.request, form, self.request.user)  # type: ignore[arg-type]
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return response


class ConfirmByPassword(_Again, account.ReauthenticateView):
    """Only for somebody who is setting up the first second factor; everybody else is led to what they have."""

    template_name = "desk/sign_in/again_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        way = step_up.way(request.user)  # type: ignore[arg-type]
        back = get_next_redirect_url(request)
        if way != request.path:
            return HttpResponseRedirect(way + (f"?{urlencode({'next': back})}" if back else ""))
        if not _has_password(request):
            found = _city_again(request)
            return render(request, self.template_name, {"city": found, "next": back or "", "no_password": True})
        return super().dispatch(request, *args, **kwargs)


class ConfirmByCode(_AgainByFactor, mfa.ReauthenticateView):
    template_name = "desk/sign_in/again_code.html"


class ConfirmByPasskey(_AgainByFactor, webauthn.ReauthenticateWebAuthnView):
    template_name = "desk/sign_in/again_passkey.html"


def _end_others(request: HttpRequest) -> int:
    """Every other session of the person's ends."""
    staff_id = int(request.user.pk or 0)
    return organisation.end_other_sessions(
        staff_id=staff_id, cookie=request.session.session_key or "", actor=Actor.staff(staff_id)
    )


@require_POST
def end_session(request: HttpRequest, session_id: str) -> HttpResponse:
    """End one of one's own sessions. What is not one's own, or has ended, is answered alike."""
    staff_id = int(request.user.pk or 0)
    try:
        organisation.end_session(staff_id=staff_id, session_id=session_id[:64], actor=Actor.staff(staff_id))
    except NotFound as refused:
        refusals.note(request, refused)
        messages.info(request, gettext("That session had ended already."))
    else:
        messages.success(request, gettext("The session has ended."))
    return HttpResponseRedirect(reverse("mfa_index"))


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    _end_others(request)
    messages.success(request, gettext("All other sessions have ended."))
    return HttpResponseRedirect(reverse("mfa_index"))


class _Sensitive:
    """A change to the ways in: a second factor within ten minutes, unless the first one is only now being set up."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if step_up.has_been_strong(request) and not step_up.is_fresh(request):
            return step_up.ask(request, typed={})
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class _OwnPassword:
    """An account that the municipality's provider opens has no password beside it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if linked.is_from_city(int(request.user.pk or 0)):
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ChangePassword(_OwnPassword, _Sensitive, account.PasswordChangeView):
    template_name = "desk/sign_in/password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _end_others(self.request)
        messages.success(self.request, gettext("Your new password is saved. Other sessions of yours have ended."))
        return response


class FirstPassword(_OwnPassword, account.PasswordSetView):
    """For somebody let in by two others, who has no password to write first."""

    template_name = "desk/sign_in/password.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "first": True}


class _SetsUp:
    """What is set up in this session lets this session on. Another that knew only the password ends."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        self.request.session["second_factor"] = True
        _end_others(self.request)
        return response


class ActivateTotp(_Sensitive, _SetsUp, totp.ActivateTOTPView):
    template_name = "desk/sign_in/totp.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {
            **context,
            "qr": qr.drawing(context["totp_url"]),
            "secret_groups": [secret[i : i + 4] for i in range(0, len(secret), 4)],
        }


class DeactivateTotp(_Sensitive, totp.DeactivateTOTPView):
    template_name = "desk/sign_in/totp_remove.html"


class RecoveryCodes(codes.ViewRecoveryCodesView):
    template_name = "desk/sign_in/recovery.html"


class NewRecoveryCodes(_Sensitive, codes.GenerateRecoveryCodesView):
    template_name = "desk/sign_in/recovery_new.html"


class AddPasskey(_Sensitive, _SetsUp, webauthn.AddWebAuthnView):
    template_name = "desk/sign_in/passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.get("form") or self.get_form()
        context["form"] = form
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response({**self.get_context_data(), "form": form, "failed": True})


class RemovePasskey(_Sensitive, webauthn.RemoveWebAuthnView):
    template_name = "desk/sign_in/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Form) -> HttpResponse:
        if not has_another_factor(self.get_object()):
            messages.error(
                self.request, gettext("Add another way to confirm that it is you before you remove this one.")
            )
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


class RenamePasskey(webauthn.EditWebAuthnView):
    template_name = "desk/sign_in/passkey_rename.html"
    success_url = reverse_lazy("mfa_index")


class Security(View):
    """The person's own ways in: passkeys, code generator, recovery codes, password; and the desk's language."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at", "id"))
        passkeys = [a for a in found if a.type == Authenticator.Type.WEBAUTHN]
        generator = next((a for a in found if a.type == Authenticator.Type.TOTP), None)
        recovery = next((a for a in found if a.type == Authenticator.Type.RECOVERY_CODES), None)
        city = config.city()
        return render(
            request,
            "desk/sign_in/security.html",
            {
                "passkeys": [{"id": a.pk, "name": a.wrap().name, "used": a.last_used_at} for a in passkeys],
                "generator": generator is not None,
                "recovery_left": len(recovery.wrap().get_unused_codes()) if recovery else 0,
                "several": len(passkeys) + (generator is not None) > 1,
                "any": bool(passkeys or generator),
                "password": settings.LOCAL_SIGN_IN and _has_password(request),
                "city": city.name if city else "",
                "linked": linked.is_from_city(int(request.user.pk or 0)),
                "sessions": [
                    {
                        "id": row.id,
                        "device": words.device(row.device),
                        "began": words.moment(row.began_at),
                        "seen": words.moment(row.seen_at),
                        "here": row.here,
                    }
                    for row in sessions.open_sessions(
                        int(request.user.pk or 0), cookie=request.session.session_key or ""
                    )
                ],
                "view": "security",
            },
        )


__all__ = [
    "ActivateTotp",
    "AddPasskey",
    "Authenticate",
    "ChangePassword",
    "ConfirmByCode",
    "ConfirmByPasskey",
    "ConfirmByPassword",
    "DeactivateTotp",
    "FirstPassword",
    "NewRecoveryCodes",
    "PasskeySignIn",
    "RecoveryCodes",
    "RemovePasskey",
    "RenamePasskey",
    "Security",
    "SignIn",
    "end_other_sessions",
    "end_session",
    "sign_out",
]
