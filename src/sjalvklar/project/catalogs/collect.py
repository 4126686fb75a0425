# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence marked for translation in our Python and our templates, and whom it is for."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as babel_extract

PACKAGE = Path(__file__).resolve().parents[2]
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# The desk and the checks of a pack speak Swedish and English; everything else speaks every public language. A sentence
# that only staff meet but that stands in another room is marked for translators with these words.
_DESK_PLACES = re.compile(r"^(faces/desk/|project/cli/|kernel/yamlsource\.py)|(^|/)(pack|walk)(/|\.py$)")
_DESK_MARK = "desk only"
_COMMENTS = ("Translators:",)
_PERCENT = re.compile(r"%\((\w+)\)([sd])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A msgid as it stands in the source. `places` are paths within the package."""

    id: str | tuple[str, str]
    context: str | None
    places: tuple[str, ...]
    comments: tuple[str, ...]
    public: bool

    @property
    def key(self) -> tuple[str, str | None]:
        return (self.id if isinstance(self.id, str) else self.id[0], self.context)


def _template_as_python(text: str, origin: str) -> str:
    """A template as the Python that Babel can read. Django blanks out what is not a sentence, but keeps the
    indentation, which Python would mind."""
    from django.utils.translation.template import templatize

    return "\n".join(line.lstrip() for line in templatize(text, origin=origin).split("\n"))


def _in_file(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, list[str]]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "trans" not in text and "_(" not in text:
            return
        text = _template_as_python(text, path.name)
    found = babel_extract(
        "python", io.BytesIO(text.encode()), keywords=_KEYWORDS, comment_tags=_COMMENTS, strip_comment_tags=True
    )
    for _line, message, comments, context in found:
        yield message, context, list(comments)


def _files(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package).parts
        template = "templates" in inside and path.suffix in {".html", ".txt"}
        if (path.suffix == ".py" or template) and "migrations" not in inside and "locale" not in inside:
            yield path


def collect(package: Path = PACKAGE) -> list[Sentence]:
    """Every sentence in the package, in the order of its files. Needs settings, not a database."""
    found: dict[tuple[str, str | None], Sentence] = {}
    for path in _files(package):
        place = path.relative_to(package).as_posix()
        for message, context, comments in _in_file(path):
            identity = message if isinstance(message, str) else (message[0], message[1])
            if not (identity if isinstance(identity, str) else identity[0]):
                continue
            desk = bool(_DESK_PLACES.search(place)) or any(_DESK_MARK in comment.casefold() for comment in comments)
            sentence = Sentence(identity, context, (place,), tuple(comments), public=not desk)
            before = found.get(sentence.key)
            if before is not None:
                sentence = Sentence(
                    before.id if isinstance(before.id, tuple) else identity,
                    context,
                    tuple(dict.fromkeys((*before.places, place))),
                    tuple(dict.fromkeys((*before.comments, *comments))),
                    public=before.public or sentence.public,
                )
            found[sentence.key] = sentence
    return list(found.values())


def template(sentences: list[Sentence]) -> Catalog:
    """The sentences as a catalog without translations. Lines are left out: they would change with every edit."""
    made = Catalog(domain="django", project="sjalvklar", fuzzy=False)
    for sentence in sentences:
        whole = sentence.id if isinstance(sentence.id, str) else "".join(sentence.id)
        made.add(
            sentence.id,
            locations=[(place, 0) for place in sentence.places],
            auto_comments=list(sentence.comments),
            context=sentence.context,
            flags={"python-format"} if _PERCENT.search(whole) else set(),
        )
    return made
