# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class WayInConfig(AppConfig):
    name = "sjalvklar.faces.way_in"
    label = "way_in"
