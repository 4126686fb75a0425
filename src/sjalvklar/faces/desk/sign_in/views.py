# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""allauth's views with our pages. A view that is not here is not routed."""

from __future__ import annotations

from typing import Any

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
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django.views.generic import View

from sjalvklar.faces.desk.sign_in import demo, qr
from sjalvklar.faces.desk.sign_in.adapters import has_another_factor


class SignIn(account.LoginView):
    template_name = "desk/sign_in/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "people": demo.people() if settings.DEMO else (),
            "password": demo.PASSWORD if settings.DEMO else "",
            "next": get_next_redirect_url(self.request) or "",
        }


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("account_login"))


class PasskeySignIn(webauthn.LoginWebAuthnView):
    """Goes where the person was on the way to, so that a typed answer is found again."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, authenticator, login)


class Authenticate(mfa.AuthenticateView):
    template_name = "desk/sign_in/authenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
        return {
            **super().get_context_data(**kwargs),
            "has_codes": Authenticator.Type.TOTP in types or Authenticator.Type.RECOVERY_CODES in types,
            "has_passkey": Authenticator.Type.WEBAUTHN in types,
            "demo_code": demo.code_of(user.get_username()) if settings.DEMO else "",
        }


class _Again:
    """What every way of confirming once more shows: the other ways."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        user = self.request.user
        return {
            **context,
            "next": get_next_redirect_url(self.request) or "",
            "demo_code": demo.code_of(user.get_username()) if settings.DEMO else "",
        }


class ConfirmByPassword(_Again, account.ReauthenticateView):
    template_name = "desk/sign_in/again_password.html"


class ConfirmByCode(_Again, mfa.ReauthenticateView):
    template_name = "desk/sign_in/again_code.html"


class ConfirmByPasskey(_Again, webauthn.ReauthenticateWebAuthnView):
    template_name = "desk/sign_in/again_passkey.html"


class ChangePassword(account.PasswordChangeView):
    template_name = "desk/sign_in/password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, gettext("Your new password is saved. Other sessions of yours have ended."))
        return response


class _SetsUp:
    """What is set up in this session lets this session on. Another that knew only the password it does not."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        self.request.session["second_factor"] = True
        return response


class ActivateTotp(_SetsUp, totp.ActivateTOTPView):
    template_name = "desk/sign_in/totp.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {
            **context,
            "qr": qr.drawing(context["totp_url"]),
            "secret_groups": [secret[i : i + 4] for i in range(0, len(secret), 4)],
        }


class DeactivateTotp(totp.DeactivateTOTPView):
    template_name = "desk/sign_in/totp_remove.html"


class RecoveryCodes(codes.ViewRecoveryCodesView):
    template_name = "desk/sign_in/recovery.html"


class NewRecoveryCodes(codes.GenerateRecoveryCodesView):
    template_name = "desk/sign_in/recovery_new.html"


class AddPasskey(_SetsUp, webauthn.AddWebAuthnView):
    template_name = "desk/sign_in/passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.get("form") or self.get_form()
        context["form"] = form
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response({**self.get_context_data(), "form": form, "failed": True})


class RemovePasskey(webauthn.RemoveWebAuthnView):
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
        return render(
            request,
            "desk/sign_in/security.html",
            {
                "passkeys": [{"id": a.pk, "name": a.wrap().name, "used": a.last_used_at} for a in passkeys],
                "generator": generator is not None,
                "recovery_left": len(recovery.wrap().get_unused_codes()) if recovery else 0,
                "several": len(passkeys) + (generator is not None) > 1,
                "any": bool(passkeys or generator),
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
    "NewRecoveryCodes",
    "PasskeySignIn",
    "RecoveryCodes",
    "RemovePasskey",
    "RenamePasskey",
    "Security",
    "SignIn",
    "sign_out",
]
