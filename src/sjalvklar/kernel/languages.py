# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The languages of the public door.

A code is what Django's gettext and the pack's texts use; `html_lang` is what the page says to a screen reader;
`locale` is the CLDR locale for dates, numbers and plurals.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    endonym: str
    html_lang: str
    direction: str
    locale: str


LANGUAGES: tuple[Language, ...] = (
    Language("sv", "Svenska", "sv", "ltr", "sv_SE"),
    Language("sv-lattlast", "Lättläst svenska", "sv", "ltr", "sv_SE"),
    Language("en", "English", "en", "ltr", "en_GB"),
    Language("ar", "العربية", "ar", "rtl", "ar"),
    Language("so", "Soomaali", "so", "ltr", "so"),
    Language("fi", "Suomi", "fi", "ltr", "fi_FI"),
)
SOURCE = "sv"
CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)
_BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str) -> Language:
    """The language of that code; Swedish when there is no such language."""
    return _BY_CODE.get(code, _BY_CODE[SOURCE])
