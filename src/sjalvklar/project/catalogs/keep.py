# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogs on disk: brought up to date with the sources, and compiled into place when they are stale."""

from __future__ import annotations

import io
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

from sjalvklar.kernel import languages
from sjalvklar.project.catalogs.collect import Sentence, template
from sjalvklar.project.catalogs.places import CODES, LOCALE, parts, po_path, stale

_HEADER = """\
SPDX-FileCopyrightText: 2026 Självklar contributors
SPDX-License-Identifier: EUPL-1.2
The sentences of the product. Collected by `./sjalvklar messages`; translate the msgstr lines."""


def _babel_locale(code: str) -> str:
    return code.split("-")[0]


def _read(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=_babel_locale(code), domain="django", abort_invalid=True)


def forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A translation as its plural forms; one form when it has no plural."""
    if string is None or isinstance(string, str):
        return (string or "",)
    return tuple(string)


def _overlay(onto: Catalog, part: Catalog) -> None:
    """Put a part's translations into a catalog; the part wins where it says anything."""
    for message in part:
        if message.id and all(forms(message.string)):
            present = onto.get(message.id, message.context)
            if present is None:
                onto.add(message.id, message.string, context=message.context, flags=message.flags)
            elif isinstance(present.id, str) == isinstance(message.id, str):
                present.string = message.string


def load(code: str, folder: Path = LOCALE) -> Catalog:
    """One language as it stands on disk; for Swedish with every room's part laid over it."""
    path = po_path(code, folder)
    catalog = _read(path, code) if path.exists() else Catalog(locale=_babel_locale(code), domain="django", fuzzy=False)
    if code == languages.SOURCE:
        for part in parts(folder):
            _overlay(catalog, _read(part, code))
    return catalog


def update(sentences: list[Sentence], folder: Path = LOCALE) -> None:
    """Rewrite every django.po to hold exactly the sentences there are, with the translations it had."""
    for code in CODES:
        wanted = [s for s in sentences if s.public or code == languages.SOURCE]
        before = load(code, folder)
        catalog = Catalog(locale=_babel_locale(code), domain="django", project="sjalvklar", fuzzy=False)
        catalog.header_comment = "\n".join(f"# {line}" for line in _HEADER.splitlines())
        for message in template(wanted):
            if not message.id:
                continue
            kept = before.get(message.id, message.context)
            plural = not isinstance(message.id, str)
            string: str | tuple[str, ...] = ("",) * catalog.num_plurals if plural else ""
            if kept is not None and (not isinstance(kept.id, str)) == plural:
                given = forms(kept.string)
                if len(given) == (catalog.num_plurals if plural else 1):
                    string = given if plural else given[0]
            catalog.add(
                message.id,
                string,
                locations=message.locations,
                flags=message.flags,
                auto_comments=message.auto_comments,
                user_comments=kept.user_comments if kept is not None else (),
                context=message.context,
            )
        _write(po_path(code, folder), _as_text(catalog, code))


def _as_text(catalog: Catalog, code: str) -> bytes:
    """The catalog without dates: a file changes only when a sentence does."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, sort_by_file=False, omit_header=True)
    head = (
        "\n".join(f"# {line}" for line in _HEADER.splitlines())
        + '\nmsgid ""\nmsgstr ""\n'
        + f'"Language: {to_locale(code)}\\n"\n'
        + '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        + '"Content-Transfer-Encoding: 8bit\\n"\n'
        + f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return head.encode() + buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.new")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def compile_stale(folder: Path = LOCALE) -> list[str]:
    """Compile the languages whose catalog has changed; returns their codes. Nothing is done when nothing has."""
    done = [code for code in CODES if stale(code, folder)]
    for code in done:
        buffer = io.BytesIO()
        write_mo(buffer, load(code, folder))
        target = po_path(code, folder).with_suffix(".mo")
        _write(target, buffer.getvalue())
        os.utime(target)
    return done
