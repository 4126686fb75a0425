# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of services, as the pack has it and as the boards have decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from sjalvklar.directory.queries import demo
from sjalvklar.kernel import clock
from sjalvklar.kernel.languages import SOURCE
from sjalvklar.organisation.pack import BadPack, Bundle
from sjalvklar.organisation.queries import municipality
from sjalvklar.organisation.rules import Shown, shown
from sjalvklar.support import pack
from sjalvklar.support.rules import Catalogue, DocumentationMode, Ground, Room, Service, Standing


class _Kept:
    """The bundle that was read last, and its catalogue."""

    found: Bundle | None = None
    catalogue: Catalogue = Catalogue()


@dataclass(frozen=True, slots=True)
class Given:
    """A service as one unit gives it today: in which mode, and on what legal basis."""

    service: Service
    standing: Standing
    grounds: tuple[Ground, ...]

    @property
    def mode(self) -> DocumentationMode:
        return self.standing.mode


def catalogue() -> Catalogue:
    """What the municipality's pack says. Raises organisation.pack.BadPack when it does not hold together."""
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is not found:
        wrong = (*found.faults, *pack.faults(found))
        if wrong:
            raise BadPack(wrong)
        _Kept.found, _Kept.catalogue = found, pack.build(found)
    return _Kept.catalogue


def today(at: datetime | None = None) -> date:
    """The date where the municipality is."""
    return (at or clock.now()).astimezone(municipality.organisation().municipality.zone).date()


def functions_of(unit_id: str, on: date) -> frozenset[str]:
    """What a unit does, as the pack's provisions say that day."""
    rows = municipality.organisation().provisions
    return frozenset(row.function for row in rows if unit_id in {row.unit, row.sold_by} and row.holds_on(on))


def authority_of(unit_id: str) -> str:
    found = municipality.organisation().authority_of(unit_id)
    return found.id if found is not None else ""


def given(service: Service, unit_id: str, on: date) -> Given:
    """One service as a unit gives it that day."""
    found = catalogue()
    standing = found.standing(service, authority_of(unit_id), on, demo=demo())
    return Given(service, standing, found.grounds_of(service, on))


def given_in(unit_id: str, *, at: datetime | None = None) -> tuple[Given, ...]:
    """The services of a unit today, in the pack's order."""
    on = today(at)
    return tuple(given(service, unit_id, on) for service in catalogue().given_by(functions_of(unit_id, on), on))


def rooms_in(unit_id: str) -> tuple[Room, ...]:
    """The rooms that a unit books talks in."""
    return catalogue().rooms_of(unit_id)


def _text(key: str, language: str) -> str | tuple[str, ...]:
    texts = municipality.read(settings.PACK_DIR).document["texts"]
    found = texts.get(language, {}).get(key) or texts.get(SOURCE, {}).get(key, "")
    return found if isinstance(found, str) else tuple(found)


def name(service_id: str, language: str) -> str:
    """A service's name; its id when it has left the pack."""
    return str(_text(f"services.{service_id}.name", language)) or service_id


def what_it_is(service_id: str, language: str) -> str:
    """What a service is, in a sentence; empty when the pack does not say."""
    return str(_text(f"services.{service_id}.what", language))


def how_to_apply(language: str) -> tuple[str, ...]:
    """How to apply for help that is assessed, as sentences."""
    found = _text("apply.how", language)
    return found if isinstance(found, tuple) else (found,) if found else ()


def situations(language: str) -> tuple[tuple[str, str], ...]:
    """What the guide asks about, by id and name: what a support may be about."""
    questions = municipality.read(settings.PACK_DIR).document["guide"].get("questions", ())
    options = next((question.get("options", ()) for question in questions if question["id"] == "what"), ())
    ids = [option if isinstance(option, str) else option["id"] for option in options]
    return tuple((one, str(_text(f"situations.{one}.name", language)) or one) for one in ids)


@dataclass(frozen=True, slots=True)
class Offered:
    """A service of the catalogue as it stands for a unit's board, and the names of the units that give it. `here` says
    whether that unit does."""

    given: Given
    here: bool
    units: tuple[str, ...]


def offered(unit_id: str, *, at: datetime | None = None) -> tuple[Offered, ...]:
    """All that relatives are offered today, in the pack's order, also what other units give."""
    on = today(at)
    known = municipality.organisation()
    does: dict[str, frozenset[str]] = {
        unit.id: functions_of(unit.id, on) for unit in known.units if not unit.has_ended(on)
    }
    found = []
    for service in catalogue().services:
        if not service.given_on(on):
            continue
        who = {unit for unit, functions in does.items() if not service.functions or functions & {*service.functions}}
        names = tuple(unit.name for unit in known.units if unit.id in who)
        found.append(Offered(given(service, unit_id, on), unit_id in who, names))
    return tuple(found)


def leaned_on(ground: Ground) -> Shown:
    """Whether a legal basis may be shown, and if it is to be said that nobody has confirmed it."""
    return shown(ground.fact, demo=demo())
