# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "sjalvklar.writing"
    label = "writing"
