# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether every row that is gone was erased as it should be: planned by one, decided by another, and told row by row.

The table of erasures is what lets a row go, and the database's owner can write in it. What accounts for an erasure are
rows of the record itself, which have their places in the tree and are never erased: the plan, the decision, and after
them the deed, which names each row by number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import OuterRef, Subquery

from sjalvklar.trust.models import AuditEntry, AuditErasure, AuditLeaf

PLAN, DECIDE, ERASE = "disposal.plan", "disposal.decide", "record.erase"
# What accounts for the gaps in the record stays in it, whatever its age.
NEVER_ERASED = ("disposal.", "record.")

Covers = Callable[[str, list[list[int]]], bool]


def named(entries: Iterable[int]) -> str:
    """Row numbers as they stand in the deed that erased them: 3-7 9."""
    found: list[list[int]] = []
    for entry in sorted(entries):
        if found and entry == found[-1][1] + 1:
            found[-1][1] = entry
        else:
            found.append([entry, entry])
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in found)


def numbers(text: str) -> list[int]:
    """And back. Raises ValueError."""
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def unaccounted(covers: Covers | None = None) -> Iterator[tuple[str, int]]:
    """For each decision that does not account for all that was erased under it: the decision and the first such row.

    `covers` is asked whether the decision itself, where it is kept, and its receipts say the same.
    """
    erased: dict[str, list[int]] = {}
    for entry, decision in AuditErasure.objects.order_by("entry").values_list("entry", "decision"):
        erased.setdefault(decision, []).append(entry)
    for decision, entries in sorted(erased.items()):
        chunks = _told(decision)
        known = {entry for chunk in chunks for entry in chunk}
        missing = [entry for entry in entries if entry not in known]
        if not missing and (len(known) > len(entries) or (covers and not covers(decision, chunks))):
            missing = entries
        if missing:
            yield decision, missing[0]


def _told(decision: str) -> list[list[int]]:
    """The rows that the deeds under a decision name, deed by deed; of deeds that no decision came before, none."""
    place = AuditLeaf.objects.filter(entry=OuterRef("pk")).values("index")
    deeds = AuditEntry.objects.filter(object=f"disposal:{decision}", action__in=(PLAN, DECIDE, ERASE)).annotate(
        place=Subquery(place)
    )
    # What has no place in the tree yet came after everything that has.
    rows = sorted(
        deeds.values_list("place", "id", "action", "actor_kind", "actor_id", "detail"),
        key=lambda row: (row[0] is None, row[0] or 0, row[1]),
    )
    planned, decided, found = set[str](), False, list[list[int]]()
    for _place, _id, action, kind, who, detail in rows:
        if action == PLAN and kind == "staff":
            planned.add(who)
        elif action == DECIDE and kind == "staff":
            decided = decided or bool(planned - {who})
        elif action == ERASE and decided:
            found.append(_listed(detail))
    return found


def _listed(detail: dict[str, object]) -> list[int]:
    try:
        entries = numbers(str(detail.get("entries", "")))
    except ValueError:
        return []
    return entries if len(entries) == detail.get("rows") else []
