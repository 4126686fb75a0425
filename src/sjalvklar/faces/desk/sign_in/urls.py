# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/in/. The names are those allauth asks for."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.sign_in import recovery, views
from sjalvklar.faces.desk.sign_in.city import linking, signed_out
from sjalvklar.faces.desk.sign_in.city import views as city

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("passkey/", views.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("confirm/", views.Authenticate.as_view(), name="mfa_authenticate"),
    path("again/", views.ConfirmByPassword.as_view(), name="account_reauthenticate"),
    path("again/code/", views.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", views.ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("security/", views.Security.as_view(), name="mfa_index"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("codes/", views.ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("codes/remove/", views.DeactivateTotp.as_view(), name="mfa_deactivate_totp"),
    path("recovery/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("recovery/new/", views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("passkeys/new/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("sessions/<str:session_id>/end/", views.end_session, name="desk_end_session"),
    path("sessions/end/", views.end_other_sessions, name="desk_end_other_sessions"),
    path("password/first/", views.FirstPassword.as_view(), name="account_set_password"),
    path("lost/", recovery.lost, name="desk_lost"),
    path("lost/done/", recovery.done, name="desk_lost_done"),
    path("link/", linking.link, name="city_link"),
    path("link/out/", city.link_out, name="city_link_out"),
    path("city/", city.begin, name="city_begin"),
    path("city/back/", city.back, name="city_back"),
    path("city/out/", city.out, name="city_out"),
    path("city/logout/", signed_out.signed_out_there, name="city_signed_out"),
    path("city/saml/", city.saml_answer, name="city_saml"),
    path("city/saml/done/", city.saml_done, name="city_saml_done"),
    path("city/saml/out/", city.saml_out, name="city_saml_out"),
    path("city/saml/metadata/", city.metadata, name="city_metadata"),
]
