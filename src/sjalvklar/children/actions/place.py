# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where something is said of a child: in a support, or in what somebody wrote. Who may read that, may read it; what
seals it is the support's key, or one of the row's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sjalvklar.children.models import Concern
from sjalvklar.kernel.errors import NotAllowed, NotFound
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.actions import files
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A support or a contact that somebody may read, held until the transaction ends when it is a support."""

    support: Stands | None
    thread: mailbox.Row | None

    @property
    def mode(self) -> DocumentationMode:
        """What may be kept. Of somebody who wrote to us, as of the anonymous: nobody here knows who it is about."""
        return files.mode_of(self.support.support) if self.support else DocumentationMode.ANONYMOUS

    @property
    def unit_id(self) -> str:
        if self.support is not None:
            return str(self.support.support.unit_id)
        assert self.thread is not None
        return self.thread.unit_id

    @property
    def authority_id(self) -> str:
        found = organisation().authority_of(self.unit_id)
        return found.id if found else ""

    def record(self, actor: Viewer, action: str, at: datetime, **detail: object) -> None:
        """Put a deed on record, before anything is opened."""
        if self.support is not None:
            files.record(actor, self.support, action, at, **detail)
            return
        assert self.thread is not None
        trust.record(
            actor=Actor.staff(actor.staff_id, self.thread.unit_id),
            action=action,
            object=f"thread:{self.thread.id}",
            basis="assignment" if self.thread.owner_id == actor.staff_id else "stand_in",
            detail=detail,
            at=at,
        )

    def cipher(self, concern: Concern) -> subjects.SubjectCipher:
        """What seals and opens what is kept of a concern here. Raises SubjectGone."""
        if concern.subject is not None:
            return subjects.cipher(concern.subject)
        assert self.support is not None
        return files.cipher(self.support.support)

    def count(self, what: What, at: datetime) -> None:
        """Count a deed, never whose; nothing of somebody protected."""
        if self.support is not None and self.support.protected:
            return
        tally.count(what=what, unit=self.unit_id, at=at, zone=organisation().municipality.zone)


def of_support(actor: Viewer, support_id: UUID, at: datetime, action: Action = Action.READ) -> Place:
    """The support, held, when the actor may do that with it. Raises NotFound("no_such_support"), NotAllowed,
    NotNow."""
    one = files.held(actor, support_id, at)
    one.check(actor, action)
    return Place(one, None)


def of_contact(actor: Viewer, thread_id: UUID, at: datetime) -> Place:
    """The contact, when the actor may read it. Raises NotFound("no_such_thread"), NotAllowed("take_first")."""
    row = mailbox.row(actor, thread_id, at=at)
    if "read" not in row.may:
        raise NotAllowed("take_first")
    return Place(None, row)


def of_concern(actor: Viewer, concern_id: UUID, at: datetime) -> tuple[Place, Concern]:
    """A concern, held, and where it is, for whoever may read that. Raises NotFound("no_such_concern"), also for one
    that is hidden."""
    concern = Concern.objects.filter(pk=concern_id).first()
    if concern is None:
        raise NotFound("no_such_concern")
    try:
        if concern.support_id is not None:
            found = of_support(actor, concern.support_id, at)
        else:
            assert concern.thread_id is not None  # a constraint of the table
            found = of_contact(actor, concern.thread_id, at)
    except (NotFound, NotAllowed):
        raise NotFound("no_such_concern") from None
    return found, Concern.objects.select_for_update().get(pk=concern_id)
