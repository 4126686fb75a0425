# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in with the municipality's own identity provider, by OpenID Connect or SAML.

One file (SJALVKLAR_SIGN_IN) says where it is and which of its claims give which role in which unit. Who someone is, is
the provider and its name for them, never an e-mail address; who has no role by the file gets no account.
"""
