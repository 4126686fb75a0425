# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files of a pack, read, judged by the schema and merged onto the packs they build on.

Everything keeps the file and line it came from, so that a fault found late can still be shown where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sjalvklar.kernel import yamlsource
from sjalvklar.kernel.languages import CODES
from sjalvklar.kernel.yamlsource import Fault, Source, Where
from sjalvklar.organisation.pack import words

FILES: dict[str, tuple[str, ...]] = {
    "pack": (),
    "areas": ("areas",),
    "authorities": ("authorities",),
    "units": ("functions", "units", "provisions"),
    "receivers": ("receivers",),
    "guide": ("questions", "child_questions", "rules"),
    "disposal": ("rules", "keeps", "decisions"),
    "children": ("grounds", "checks"),
    "followup": ("schedules",),
    "incidents": ("kinds", "roles", "tasks", "checkpoints", "events", "authorities", "numbers"),
    "plans": (),
    "safety": ("warnings",),
    "services": ("services", "decisions", "grounds", "rooms"),
    "writing": ("templates",),
    "demo": (),
}
"""Each file of a pack (its name without .yaml), and the lists in it that merge item by item."""

_ID = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")

ROOT = Path(__file__).resolve().parents[4] / "packs"
"""The packs that come with the product; `builds_on` looks here when the pack's own neighbours lack the name."""


class BadPack(Exception):
    """The pack cannot be used as it stands; `faults` says everything that is wrong, with file and line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something in the merged pack stands: the file, and the place in it."""

    source: Source
    where: Where


@dataclass
class Bundle:
    """A pack and all it builds on, as one document of plain data.

    `document[file]` is that file merged; `document["texts"][language]` the texts. Items the schema refuses are left
    out of the document, but their ids stay in `ids`, so that one mistake is not told as ten.
    """

    folder: Path
    id: str = ""
    document: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in (*FILES, "texts")})
    origins: dict[Where, Origin] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ids: dict[Where, set[str]] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)

    def fault(self, where: Where, message: str) -> Fault:
        """A fault at a place in the merged document, told at the file and line it came from."""
        rest: Where = ()
        while where and where not in self.origins:
            where, rest = where[:-1], (where[-1], *rest)
        origin = self.origins.get(where)
        if origin is None:
            return Fault(f"{self.folder.name}/pack.yaml", 0, message)
        return origin.source.fault((*origin.where, *rest), message)

    def line(self, where: Where) -> tuple[str, int]:
        """The file and line of a place in the merged document."""
        fault = self.fault(where, "")
        return fault.file, fault.line

    def items(self, file: str, name: str) -> Iterator[tuple[Where, dict[str, Any]]]:
        """The sound items of a merged list, each with its place."""
        for index, item in enumerate(self.document[file].get(name, ())):
            yield (file, name, index), item

    def known(self, file: str, name: str) -> set[str]:
        """Every id in a merged list, those of refused items too."""
        return self.ids.get((file, name), set())


def bundle(pack_dir: Path) -> Bundle:
    """Read a pack with all it builds on. Faults are collected in the bundle, never raised here."""
    found = Bundle(pack_dir)
    _read_onto(found, pack_dir, ())
    found.id = str(found.document["pack"].get("id", pack_dir.name))
    return found


def _read_onto(found: Bundle, folder: Path, above: tuple[Path, ...]) -> None:
    folder = folder.resolve()
    label = folder.name
    head = _read(found, folder / "pack.yaml", f"{label}/pack.yaml")
    if head is None:
        return
    for index, name in enumerate(_names(head.data.get("builds_on"))):
        where: Where = ("builds_on", index)
        base = next((at for at in (folder.parent / name, ROOT / name) if (at / "pack.yaml").is_file()), None)
        if base is None:
            found.faults.append(
                head.fault(where, _("builds on “%(name)s”, but there is no such pack") % {"name": name})
            )
        elif base.resolve() in (*above, folder):
            found.faults.append(head.fault(where, _("builds on “%(name)s”, which builds on this") % {"name": name}))
        elif base.name not in found.layers:
            _read_onto(found, base, (*above, folder))
    found.layers.append(label)
    _merge_head(found, head)
    for file, lists in FILES.items():
        path = folder / f"{file}.yaml"
        if file == "pack" or not path.is_file():
            continue
        source = _read(found, path, f"{label}/{file}.yaml")
        if source is not None:
            _merge(found, file, lists, source)
    for path in sorted((folder / "texts").glob("*.yaml")):
        source = _read(found, path, f"{label}/texts/{path.name}")
        if source is not None:
            _merge_texts(found, path.stem, source)


def _names(value: Any) -> list[str]:
    """Names of packs; what cannot be one (a path, say) is left to the schema to refuse."""
    return [name for name in value if isinstance(name, str) and _ID.fullmatch(name)] if isinstance(value, list) else []


def _read(found: Bundle, path: Path, label: str) -> Source | None:
    try:
        source = yamlsource.read(path, label=label)
    except yamlsource.Unreadable as unreadable:
        found.faults.append(unreadable.fault)
        return None
    if not isinstance(source.data, dict):
        found.faults.append(source.fault((), _("must be names with values, not a list or a single word")))
        return None
    return source


def _merge_head(found: Bundle, source: Source) -> None:
    refused = _judge(found, "pack_file", source)
    head = found.document["pack"]
    for key, value in source.data.items():
        if (key,) in refused or key == "builds_on":
            continue
        if key == "languages":
            kept = {item["code"]: item for item in head.get("languages", ())}
            for index, item in enumerate(value):
                if (key, index) in refused:
                    continue
                kept[item["code"]] = item
                found.origins["pack", "languages", item["code"]] = Origin(source, (key, index))
            head["languages"] = list(kept.values())
        else:
            head[key] = value
        found.origins["pack", key] = Origin(source, (key,))
    found.origins[("pack",)] = Origin(source, ())


def _merge(found: Bundle, file: str, lists: tuple[str, ...], source: Source) -> None:
    refused = _judge(found, f"{file}_file", source)
    merged = found.document[file]
    for key, value in source.data.items():
        if key not in lists:
            if (key,) not in refused:
                merged[key] = value
                found.origins[file, key] = Origin(source, (key,))
            continue
        items: list[Any] = merged.setdefault(key, [])
        places = {item["id"]: at for at, item in enumerate(items) if "id" in item}
        seen: set[str] = set()
        for index, item in enumerate(value if isinstance(value, list) else ()):
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str):
                found.ids.setdefault((file, key), set()).add(name)
                if name in seen:
                    found.faults.append(source.fault((key, index), _("“%(id)s” stands here twice") % {"id": name}))
                    continue
                seen.add(name)
            if (key, index) in refused or (key,) in refused:
                continue
            at = places.get(name, len(items)) if isinstance(name, str) else len(items)
            items[at : at + 1] = [item]
            found.origins[file, key, at] = Origin(source, (key, index))


def _merge_texts(found: Bundle, language: str, source: Source) -> None:
    if language not in CODES:
        message = _("“%(language)s” is not a language of the public door") % {"language": language}
        found.faults.append(Fault(source.name, 0, message))
        return
    refused = _judge(found, "texts_file", source)
    merged = found.document["texts"].setdefault(language, {})
    for key, value in source.data.items():
        if (key,) in refused:
            found.ids.setdefault(("texts", language), set()).add(key)
            continue
        merged[key] = value.strip() if isinstance(value, str) else tuple(line.strip() for line in value)
        found.origins["texts", language, key] = Origin(source, (key,))


def _judge(found: Bundle, definition: str, source: Source) -> set[Where]:
    """Judge a file by the schema; the places of the items it refuses (a list's item, or a name of the file)."""
    refused: set[Where] = set()
    for where, message in words.judge(definition, source.data):
        found.faults.append(source.fault(where, message))
        inside_list = len(where) > 1 and isinstance(where[1], int)
        refused.add(where[:2] if inside_list else where[:1])
    return refused
