# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose account the municipality's identity provider opens. Apart from `staff`, which the public door also asks."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount


def is_from_city(staff_id: int) -> bool:
    """Whether it is the municipality's identity provider that opens the account, and nothing else does."""
    return SocialAccount.objects.filter(user_id=staff_id).exists()
