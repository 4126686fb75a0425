# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the product in every language: collected, checked, compiled.

I promise that a sentence a relative can meet exists in every public language, with the same placeholders, and that
no system program is needed: Babel reads and writes what GNU gettext would.
I own src/sjalvklar/locale/.
I never translate.
"""
