# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A child's own contact and copies of it, or of the case it is part of: it goes along to the child, and to the board's
own case system. To a guardian, or whoever acts for somebody, it does not, until guardians may know what is said; nor
does that it was left out."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sjalvklar.casework.attached import Plain
from sjalvklar.casework.rules import Recipient
from sjalvklar.children import content
from sjalvklar.children.models import Said
from sjalvklar.children.rules import Knows, may_guardian_know
from sjalvklar.support.actions import files
from sjalvklar.trust import subjects

_KNOWS_OF_IT = frozenset({Recipient.PERSON, Recipient.CASE_SYSTEM})


def held_back(supports: Collection[UUID], to: Recipient) -> Collection[UUID]:
    """Those of the supports that do not go along to whom. Asked when the copy is on record."""
    if to in _KNOWS_OF_IT:
        return ()
    rows = Said.objects.filter(support__in=supports).select_related("support__case").order_by("number")
    own: dict[UUID, Said | None] = {}
    for row in rows:
        own.setdefault(row.support_id, None)
        if row.kind == Said.GUARDIANS:
            own[row.support_id] = row  # the newest comes last
    return [support_id for support_id, judged in own.items() if not _released(judged)]


class InSupports:
    """Of a child's own contact: how old the child was, and on whose yes it rests. To the child alone."""

    name = "children"

    def in_supports(self, supports: Collection[UUID], subject: UUID, to: Recipient) -> tuple[Plain, ...]:
        if to is not Recipient.PERSON:
            return ()
        cipher = subjects.cipher(subject)
        rows = Said.objects.filter(support__in=supports, kind=Said.OWN).order_by("at", "id")
        found = [(row.at, content.open_own(cipher, bytes(row.body), row.pk)) for row in rows]
        return tuple({"at": at, "band": own.band.value, "consent": own.consent.value} for at, own in found)


def _released(judged: Said | None) -> bool:
    if judged is None:
        return False
    opened = content.open_guardians(files.cipher(judged.support), bytes(judged.body), judged.pk)
    return may_guardian_know(opened, Knows.ALL)
