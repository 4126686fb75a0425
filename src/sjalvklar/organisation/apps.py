# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "sjalvklar.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
