# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety as it goes along in a copy of a support, or of the case it is part of: what the person said of their fear, on
which days the police were asked and answered, what was agreed, and company to the police.

What the police decided and their numbers never go along. Warnings and signs of violence go to the case system only: a
paper in the person's home may be read there by somebody else. To a guardian, or whoever acts for somebody, nothing
goes: they may be whom it is about.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from sjalvklar.casework.attached import Plain
from sjalvklar.casework.rules import Recipient
from sjalvklar.safety import content
from sjalvklar.safety.models import Assessment, Caution, Company, Fear, Measure, Violence
from sjalvklar.trust import subjects
from sjalvklar.trust.subjects import SubjectCipher


class InSupports:
    """Safety in supports."""

    name = "safety"

    def in_supports(self, supports: Collection[UUID], subject: UUID, to: Recipient) -> tuple[Plain, ...]:
        if to.acts_for_them:
            return ()
        here = Q(support__in=supports)
        cipher = subjects.cipher(subject)
        moving = to is Recipient.CASE_SYSTEM
        return tuple(
            [
                *_fears(here, cipher),
                *_asked(here),
                *_measures(here, cipher),
                *_company(here, cipher),
                *([*_warnings(here, cipher), *_violence(here)] if moving else []),
            ]
        )


def _asked(here: Q) -> list[Plain]:
    rows = Assessment.objects.filter(here).order_by("asked_on", "at")
    return [
        {
            "what": "police",
            "on": row.asked_on,
            "state": row.state,
            **({"answered": row.answered_on} if row.answered_on else {}),
        }
        for row in rows
    ]


def _fears(here: Q, cipher: SubjectCipher) -> list[Plain]:
    made: list[Plain] = []
    for row in Fear.objects.filter(here).order_by("at", "id"):
        said = content.open_said(cipher, row.body, row.pk)
        level = {} if said.level is None else {"level": said.level}
        made.append({"what": "fear", "at": row.at, **level, "words": said.words})
    return made


def _measures(here: Q, cipher: SubjectCipher) -> list[Plain]:
    made: list[Plain] = []
    for row in Measure.objects.filter(here).order_by("at", "id"):
        agreed = content.open_agreed(cipher, row.body, row.pk)
        made.append(
            {"what": "measure", "at": row.at, "kind": agreed.kind.value, "by": agreed.by.value, "state": row.state}
        )
    return made


def _company(here: Q, cipher: SubjectCipher) -> list[Plain]:
    made: list[Plain] = []
    for row in Company.objects.filter(here).order_by("at", "id"):
        way = content.open_company(cipher, row.body, row.pk).way
        made.append({"what": "company", "at": row.at, "way": way.value, "state": row.state})
    return made


def _warnings(here: Q, cipher: SubjectCipher) -> list[Plain]:
    made: list[Plain] = []
    for row in Caution.objects.filter(here, ended_at__isnull=True).order_by("at", "id"):
        heed = content.open_heed(cipher, row.body, row.pk)
        made.append({"what": "warning", "at": row.at, "chosen": list(heed.chosen), "words": heed.words})
    return made


def _violence(here: Q) -> list[Plain]:
    rows = Violence.objects.filter(here, off_at__isnull=True).order_by("on_at")
    return [{"what": "violence_in_the_home", "at": row.on_at} for row in rows]
