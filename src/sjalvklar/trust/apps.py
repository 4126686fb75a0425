# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "sjalvklar.trust"
    label = "trust"
    default_auto_field = "django.db.models.BigAutoField"
