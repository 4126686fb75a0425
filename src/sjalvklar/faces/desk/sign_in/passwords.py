# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which words of our own are no password."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sjalvklar.organisation.queries import organisation

# What somebody who knows where this is used would try first. The municipality's own name comes from its pack.
OUR_WORDS = (
    *("självklar", "sjalvklar", "anhörigstöd", "anhorigstod", "anhörig", "anhorig", "konsulent", "avhoppare"),
    *("socialtjänsten", "socialtjansten", "socialtjänst", "socialtjanst", "kommunen", "kommun", "stadsdel", "nämnden"),
    *("lösenord", "losenord", "password", "välkommen", "valkommen", "welcome", "tillfällig", "tillfallig", "admin"),
    *("sommar", "vinter", "vår", "höst", "host", "januari", "februari", "mars", "april", "maj", "juni", "juli"),
    *("augusti", "september", "oktober", "november", "december", "hemlig", "hemligt", "qwerty", "abc"),
)
LEFT = 6  # letters that must be left when our words, digits and signs are taken away


class NotOurWords:
    """Refuses a password that is our own words, seasons and months, with digits and signs about them."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        left = password.casefold()
        names = [part for part in re.split(r"\W+", organisation().municipality.name.casefold()) if len(part) > 2]
        for word in sorted((*OUR_WORDS, *names), key=len, reverse=True):
            left = left.replace(word, " ")
        if sum(letter.isalpha() for letter in left) < LEFT:
            raise ValidationError(_("These words are easy to guess here. Choose others."), code="password_our_words")

    def get_help_text(self) -> str:
        return ""  # the page says it in words of its own
