# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts: kept, found again, and gone.

A draft is put on no record. It says nothing to anybody but its writer, who knows it; what makes it known, keeping the
note, is on record; and a row every few seconds would be a measure of how people write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow, Refused
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access import context
from sjalvklar.writing import content
from sjalvklar.writing.models import ABOUT, Draft
from sjalvklar.writing.places import Place, place
from sjalvklar.writing.rules import (
    FORMS,
    LIVES,
    Kind,
    check_is_the_newest,
    checked_values,
    form_of,
    next_version,
)

_PAGE = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its writer finds it again. Empty `values`: nothing is kept."""

    version: int = 0
    at: datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def _of(actor: Viewer, kind: Kind, thing: str) -> dict[str, Any]:
    return {"staff_id": actor.staff_id, f"{ABOUT[kind]}_id": thing}


def keep(
    *,
    actor: Viewer,
    kind: str,
    thing: str,
    form: str,
    typed: Mapping[str, str],
    page: str,
    seen: int = 0,
    at: datetime | None = None,
) -> Kept:
    """Keep what was typed in a form, in the place of what was kept of it before; when no word is left, nothing is.

    `page` is which drawing of the page it was typed in, and `seen` the version that it was drawn with. Raises
    NotFound, NotAllowed when the actor may not write there now, NotNow("written_elsewhere") when another page has
    saved since, Invalid (too_long, and what may not stand there).
    """
    at = at or clock.now()
    which, fields = form_of(kind, form)
    values = checked_values(fields, typed)
    where = place(actor, which, thing, at)
    for name in fields.texts:
        where.check(values.get(name, ""), name)
    with transaction.atomic():
        about = _of(actor, which, thing)
        draft = Draft.objects.select_for_update().filter(form=form, **about).first()
        _check_is_the_newest(draft, where, seen, page, at)
        if not values:
            if draft is not None:
                draft.delete()
            return Kept()
        if draft is None:
            draft = Draft(form=form, version=0, **about)
        elif content.open_draft(draft, where) == values:
            return Kept(draft.version, draft.at, values)  # the same came twice
        draft.version = next_version(draft.version or None, at)
        draft.at, draft.expires_at, draft.page = at, at + LIVES, page[:_PAGE]
        content.seal(draft, where, values)
        try:
            with transaction.atomic():
                draft.save()
        except IntegrityError:  # two windows saved for the first time at once, and the other was first
            raise NotNow("written_elsewhere") from None
        return Kept(draft.version, at, values)


def _check_is_the_newest(draft: Draft | None, where: Place, seen: int, page: str, at: datetime) -> None:
    """Raises NotNow("written_elsewhere"). What no page can show any more, because its time has passed or another key
    seals here now, is in nobody's way: its writer could save nothing until it goes."""
    if draft is None:
        return
    try:
        check_is_the_newest((draft.version, draft.page), seen, page)
    except NotNow:
        if draft.expires_at > at and content.open_draft(draft, where):
            raise


def discard(*, actor: Viewer, kind: str, thing: str, form: str) -> None:
    """Nothing is kept of it any more: it has been sent, or its writer wants it gone. Twice is once."""
    which, _ = form_of(kind, form)
    Draft.objects.filter(form=form, **_of(actor, which, thing)).delete()


def mine(*, actor: Viewer, kind: str, thing: str, at: datetime | None = None) -> dict[str, Kept]:
    """What the actor has typed about a thing and not sent, by form. Call when the reading of the thing is on record.
    Whoever may not write there now has nothing there."""
    at = at or clock.now()
    which = Kind(kind)
    kept = {form: Kept() for known, form in FORMS if known is which}
    rows = list(Draft.objects.filter(expires_at__gt=at, form__in=kept, **_of(actor, which, thing)))
    if not rows:
        return kept
    try:
        where = place(actor, which, thing, at)
    except Refused:
        return kept
    for row in rows:
        values = content.open_draft(row, where)
        if values:
            kept[row.form] = Kept(row.version, row.at, values)
    return kept


def erase_expired(*, at: datetime | None = None) -> int:
    """Erase drafts past their time, those from a future that a wrong clock saw, and those of whoever works nowhere in
    the municipality any more: what they had not kept was nobody's yet. Returns how many."""
    at = at or clock.now()
    with context.acting(context.CLOCK), transaction.atomic():
        gone = [
            writer
            for writer in Draft.objects.order_by().values_list("staff_id", flat=True).distinct()
            if not people.units_where_granted(writer, at)
        ]
        rows = Draft.objects.filter(expires_at__lte=at) | Draft.objects.filter(at__gt=at + LIVES)
        return (rows | Draft.objects.filter(staff_id__in=gone)).delete()[0]
