# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "sjalvklar.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"
