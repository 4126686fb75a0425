# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protected people: who may know of a case, and what takes two of them.

Protection holds from the moment it is decided, also while the second person has not agreed: to hide too early hurts
nobody. From then on the head of the unit is as everybody else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.casework import keeping, permissions
from sjalvklar.casework.actions import files
from sjalvklar.casework.models import Case, NamedAccess, Notice, TwoPerson
from sjalvklar.casework.queries import lists, people, seen
from sjalvklar.casework.rules import APPROVAL_LASTS, ASK_LASTS, NoticeKind, ProtectionLevel, TwoFor, wiped
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import deeds


def name_both(case: Case, first: int, second: int, *, by: int, at: datetime) -> None:
    """Name two people for a case, at once. When one of them decided it, the other agrees with `second`."""
    for who in (first, second):
        NamedAccess.objects.create(case=case, staff_id=who, starts_at=at, by_id=by, asked_at=at)
    files.tell(NoticeKind.NAMED, case, [first, second], by=by, at=at)


def protect(*, actor: Viewer, case_id: UUID, level: ProtectionLevel, second: int, at: datetime | None = None) -> None:
    """From now on only two named people know of the case: whoever answers for it and `second`.

    Decided by the one who answers for it, and then `second` agrees; or by the head of the unit. What the level forbids
    is wiped: with protected registration everything that tells where somebody is. Notices to others are taken back.
    Raises NotFound, NotAllowed, NotNow("already_protected"), Invalid("level" or "name_another").
    """
    at = at or clock.now()
    if level is ProtectionLevel.NONE:
        raise Invalid("choose", field="level")
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_protect(actor, facts)
        if case.protected:
            raise NotNow("already_protected")
        first = facts.owner_id
        listed = {who.staff_id for who in people.nameable_in(case.unit_id, at=at)}
        if first is None or first not in listed:
            raise NotNow("owner_first")
        # Whoever decides it for another's case does not let themselves in by it.
        if second not in listed - {first, actor.staff_id} or seen.too_close(second, case.person_id):
            raise Invalid("name_another", field="second")
        case.protected = True
        files.record(actor, case, facts, "case.protect", at, level=level.value)
        identity = files.identity_of(case)
        case.person.protection = level.value
        files.keep_identity(case.person, wiped(identity, level))
        case.naming = uuid4()
        with deeds.beyond_the_desk():
            case.save(update_fields=["protected", "naming"])
            Notice.objects.filter(case=case).exclude(staff_id__in=[first, second]).delete()
        name_both(case, first, second, by=actor.staff_id, at=at)


def change_level(*, actor: Viewer, case_id: UUID, level: ProtectionLevel, at: datetime | None = None) -> bool:
    """The protection has changed, and is still protection; what the level forbids is wiped. To hide more is decided by
    one. To hide less takes two: it is asked for, and holds when another named person has approved.

    True when it holds at once. Raises NotFound, NotAllowed, Invalid("choose"), NotNow("not_protected").
    """
    at = at or clock.now()
    if level is ProtectionLevel.NONE:
        raise Invalid("choose", field="level")
    with transaction.atomic():
        case, facts = _protected(actor, case_id, at)
        if level.is_weaker_than(ProtectionLevel(case.person.protection)):
            _ask(actor, case, facts, TwoFor.LOWER, at, level=level)
            return False
        files.record(actor, case, facts, "case.change_level", at, level=level.value)
        identity = files.identity_of(case)
        case.person.protection = level.value
        files.keep_identity(case.person, wiped(identity, level))
        return True


def name_another(*, actor: Viewer, case_id: UUID, staff_id: int, at: datetime | None = None) -> bool:
    """Somebody named names another. With two or more on the list a second of them must agree before it holds; a single
    one who is left acts alone, since nobody else can. True when it holds at once.

    Raises NotFound, NotAllowed, NotNow("not_protected"), Invalid("name_another").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _protected(actor, case_id, at)
        colleagues = people.can_be_named(lists.line(actor, case, facts, at), at=at)
        if staff_id not in {who.staff_id for who in colleagues} or seen.too_close(staff_id, case.person_id):
            raise Invalid("name_another", field="staff_id")
        alone = len(lists.people_for(case, at)) < 2
        files.record(actor, case, facts, "case.name", at, who=staff_id)
        NamedAccess.objects.create(
            case=case, staff_id=staff_id, starts_at=at if alone else None, by_id=actor.staff_id, asked_at=at
        )
        if alone:
            files.tell(NoticeKind.NAMED, case, [staff_id], by=actor.staff_id, at=at)
        else:
            files.tell(NoticeKind.ASKED, case, lists.people_for(case, at), by=actor.staff_id, at=at)
        return alone


def _protected(actor: Viewer, case_id: UUID, at: datetime) -> tuple[Case, permissions.CaseFacts]:
    case, facts = files.locked(actor, case_id, at)
    permissions.check_can_protect(actor, facts)
    if not case.protected:
        raise NotNow("not_protected")
    return case, facts


def second(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> None:
    """Agree to what another named person has decided about who may know. Nobody seconds themselves.

    Raises NotFound, NotAllowed, NotNow("nothing_asked").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _protected(actor, case_id, at)
        rows = people.unseconded(case).exclude(by_id=actor.staff_id)
        decided = list(rows.select_for_update())
        if not decided:
            raise NotNow("nothing_asked")
        for row in decided:
            files.record(actor, case, facts, "case.second", at, who=row.staff_id)
            row.seconded_by_id = actor.staff_id
            waited, row.starts_at = row.starts_at is None, row.starts_at or at
            row.save(update_fields=["seconded_by", "starts_at"])
            if waited:
                files.tell(NoticeKind.NAMED, case, [row.staff_id], by=actor.staff_id, at=at)


def unname(*, actor: Viewer, case_id: UUID, staff_id: int, at: datetime | None = None) -> bool:
    """Take somebody off the list, as long as two who serve are left, and not whoever answers for it. Oneself, and whom
    nobody has agreed to yet, one takes off alone; another when a second person has approved.

    True when it holds at once. Raises NotFound, NotAllowed, NotNow("two_must_be_left", "owner_stays", "wrong_state").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _protected(actor, case_id, at)
        row = _may_leave(case, facts, staff_id, at)
        if row.starts_at is not None and staff_id != actor.staff_id:
            _ask(actor, case, facts, TwoFor.UNNAME, at, who=staff_id)
            return False
        files.record(actor, case, facts, "case.unname", at, who=staff_id)
        if row.starts_at is None:
            row.delete()
            return True
        row.ends_at = at
        row.save(update_fields=["ends_at"])
        return True


def _may_leave(case: Case, facts: permissions.CaseFacts, staff_id: int, at: datetime) -> NamedAccess:
    row = NamedAccess.objects.filter(case=case, staff_id=staff_id, ends_at__isnull=True).first()
    if row is None:
        raise NotNow("wrong_state")
    if staff_id == facts.owner_id and lists.serves(staff_id, case.authority_id, at):
        raise NotNow("owner_stays")
    if row.starts_at is not None and len([who for who in lists.people_for(case, at) if who != staff_id]) < 2:
        raise NotNow("two_must_be_left")
    return row


def ask(*, actor: Viewer, case_id: UUID, what: TwoFor, at: datetime | None = None) -> None:
    """Ask another named person to agree: to see who it is about, to lift the protection, or that it is erased when its
    time has passed. For half an hour. A weaker level is asked for by `change_level`, that somebody goes by `unname`.

    Asking twice is asking once. Raises NotFound, NotAllowed, NotNow("not_due"), Invalid("choose").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_open_together(actor, facts)
        if what in {TwoFor.LOWER, TwoFor.UNNAME}:
            raise Invalid("choose", field="what")
        if what is TwoFor.DISPOSE:
            _check_due(case, at)
        _ask(actor, case, facts, what, at)


def _ask(
    actor: Viewer,
    case: Case,
    facts: permissions.CaseFacts,
    what: TwoFor,
    at: datetime,
    *,
    who: int | None = None,
    level: ProtectionLevel | None = None,
) -> None:
    permissions.check_can_open_together(actor, facts)
    about = {"what": what.value, "who_id": who, "level": level.value if level else ""}
    asked = TwoPerson.objects.filter(case=case, asked_by_id=actor.staff_id, **about)
    if any(people.holds(row, at) for row in asked):
        return
    files.record(actor, case, facts, "case.ask", at, **_detail(what, who, level))
    TwoPerson.objects.create(case=case, asked_by_id=actor.staff_id, asked_at=at, ask_ends_at=at + ASK_LASTS, **about)
    files.tell(NoticeKind.ASKED, case, lists.people_for(case, at), by=actor.staff_id, at=at)


def _detail(what: TwoFor, who: int | None, level: ProtectionLevel | None) -> dict[str, object]:
    stated = {"who": who, "level": level.value if level else None}
    return {"what": what.value, **{name: value for name, value in stated.items() if value is not None}}


def approve(
    *, actor: Viewer, case_id: UUID, what: TwoFor, staff_id: int | None = None, at: datetime | None = None
) -> None:
    """Be the second person. To see who it is opens for whoever asked, for half an hour; all else is done at once:
    the protection is lifted or weaker, `staff_id` is off the list, or the case is erased.

    Raises NotFound, NotAllowed, NotNow("nothing_asked"), also when only oneself has asked, and what the deed itself
    raises when the case has moved on: NotNow("wrong_state", "owner_stays", "two_must_be_left", "not_due").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_open_together(actor, facts)
        waiting = TwoPerson.objects.select_for_update().filter(
            case=case, what=what.value, who_id=staff_id, approved_at__isnull=True, asked_at__lte=at, ask_ends_at__gt=at
        )
        row = waiting.exclude(asked_by_id=actor.staff_id).order_by("asked_at", "id").first()
        if row is None or row.asked_by_id not in lists.people_for(case, at):
            raise NotNow("nothing_asked")
        level = ProtectionLevel(row.level) if row.level else None
        detail = _detail(what, staff_id, level)
        files.record(actor, case, facts, "case.approve", at, asked_by=row.asked_by_id, **detail)
        row.approved_by_id, row.approved_at = actor.staff_id, at
        row.ends_at = at + APPROVAL_LASTS if what is TwoFor.REVEAL else at
        row.save(update_fields=["approved_by", "approved_at", "ends_at"])
        files.tell(NoticeKind.APPROVED, case, [row.asked_by_id], by=actor.staff_id, at=at)
        if what is TwoFor.LIFT:
            _lift(case, at)
        if what is TwoFor.LOWER and level is not None:
            _lower(case, level)
        if what is TwoFor.UNNAME and staff_id is not None:
            leaving = _may_leave(case, facts, staff_id, at)
            leaving.ends_at = at
            leaving.save(update_fields=["ends_at"])
        if what is TwoFor.DISPOSE:
            _check_due(case, at)
            with deeds.beyond_the_desk():
                keeping.CaseFiles().erase(case.pk, decision=f"two:{row.asked_by_id}+{actor.staff_id}", at=at)


def _check_due(case: Case, at: datetime) -> None:
    with deeds.beyond_the_desk():
        if not keeping.may_go(case.pk, at):
            raise NotNow("not_due")


def _lower(case: Case, level: ProtectionLevel) -> None:
    if not level.is_weaker_than(ProtectionLevel(case.person.protection)):
        raise NotNow("wrong_state")
    case.person.protection = level.value
    case.person.save(update_fields=["protection"])


def _lift(case: Case, at: datetime) -> None:
    with deeds.beyond_the_desk():
        case.person.protection = ProtectionLevel.NONE.value
        case.person.save(update_fields=["protection"])
        case.protected = False
        case.save(update_fields=["protected"])
        NamedAccess.objects.filter(case=case, starts_at__isnull=True).delete()
        NamedAccess.objects.filter(case=case, ends_at__isnull=True).update(ends_at=at)


def name_anew(*, actor: Viewer, naming: UUID, first: int, second: int, at: datetime | None = None) -> None:
    """The head names two people for a protected case whose people have all left, without learning which case it is;
    two others, as long as there are two.

    `first` answers for it. Raises NotFound("no_such_case"), Invalid("name_another").
    """
    at = at or clock.now()
    with transaction.atomic(), deeds.beyond_the_desk():
        case = Case.objects.select_for_update().filter(naming=naming, protected=True).first()
        if case is None or not actor.leads(case.unit_id) or lists.people_for(case, at):
            raise NotFound("no_such_case")
        listed = {who.staff_id for who in people.nameable_anew(actor, case.unit_id, at=at)}
        for who, field in ((first, "first"), (second, "second")):
            if who not in listed or first == second or seen.too_close(who, case.person_id):
                raise Invalid("name_another", field=field)
        row = seen.with_relations(Case.objects.filter(pk=case.pk), actor, at).get()
        files.record(actor, case, seen.facts(row), "case.name_anew", at, first=first, second=second)
        NamedAccess.objects.filter(case=case, starts_at__isnull=True).delete()
        NamedAccess.objects.filter(case=case, ends_at__isnull=True).update(ends_at=at)
        case.naming = uuid4()
        case.save(update_fields=["naming"])
        files.give(case, first, by=actor.staff_id, at=at)
        name_both(case, first, second, by=actor.staff_id, at=at)
