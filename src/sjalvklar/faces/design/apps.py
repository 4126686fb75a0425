# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "sjalvklar.faces.design"
    label = "design"
