# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sjalvklar.casework"
    label = "casework"
