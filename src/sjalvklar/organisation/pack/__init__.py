# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a municipality's pack: files, merging, the schema, and the organisation in it."""

from sjalvklar.organisation.pack.build import build, confirmation, day, fact, faults, load
from sjalvklar.organisation.pack.bundle import FILES, BadPack, Bundle, bundle

__all__ = ["FILES", "BadPack", "Bundle", "build", "bundle", "confirmation", "day", "fact", "faults", "load"]
