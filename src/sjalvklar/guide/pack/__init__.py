# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the guide of a pack: questions, rules, texts, and what is still to be confirmed."""

from sjalvklar.guide.pack.build import Pack, all_faults, build_all, checked, faults, load_all
from sjalvklar.guide.pack.confirming import Lacks, Unconfirmed, to_confirm, unconfirmed
from sjalvklar.guide.pack.texts import Text, Texts, text_faults

__all__ = [
    "Lacks",
    "Pack",
    "Text",
    "Texts",
    "Unconfirmed",
    "all_faults",
    "build_all",
    "checked",
    "faults",
    "load_all",
    "text_faults",
    "to_confirm",
    "unconfirmed",
]
