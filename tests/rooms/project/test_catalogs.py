# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the product: found wherever they are marked, kept, checked, compiled, and met by the reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Engine
from django.utils import translation

from sjalvklar.project.catalogs import check, keep
from sjalvklar.project.catalogs.collect import Sentence, collect

PAGE = """{% load i18n %}
<main>
    {# Translators: said on the first page #}
    <h1>{% translate "Who can help" %}</h1>
  <p title="{% translate 'In a title' context "tooltip" %}">
{% blocktranslate trimmed with name=person.name %}
    Ask for {{ name }},
    any day.
{% endblocktranslate %}
{% blocktranslate count n=waiting %}{{ n }} waits{% plural %}{{ n }} wait{% endblocktranslate %}
</main>
"""
CODE = '''
from django.utils.translation import gettext_lazy as _, ngettext

TITLE = _("Write to us")
def said(n):
    """Not _("a docstring")."""
    return ngettext("%(n)d letter", "%(n)d letters", n) % {"n": n}
'''


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for place, text in {
        "faces/way_in/templates/way_in/page.html": PAGE,
        "faces/desk/templates/desk/list.html": '{% load i18n %}{% translate "Take it" %}',
        "mailbox/words.py": CODE,
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    return tmp_path


def _by_id(sentences: list[Sentence]) -> dict[str, Sentence]:
    return {sentence.key[0]: sentence for sentence in sentences}


def test_sentences_are_found_in_templates_and_in_python_whatever_the_indentation(package: Path) -> None:
    found = _by_id(collect(package))
    assert set(found) == {
        "Who can help",
        "In a title",
        "Ask for %(name)s, any day.",
        "%(n)s waits",
        "Take it",
        "Write to us",
        "%(n)d letter",
    }
    assert found["Who can help"].comments == ("said on the first page",)
    assert found["In a title"].context == "tooltip"
    assert found["%(n)s waits"].id == ("%(n)s waits", "%(n)s wait")


def test_what_only_staff_meet_is_asked_for_in_swedish_only(package: Path) -> None:
    sentences = collect(package)
    assert not _by_id(sentences)["Take it"].public
    keep.update(sentences, package / "locale")
    lacking = {lack.code for lack in check.check(sentences, package / "locale") if lack.sentence == "Take it"}
    assert lacking == {"sv"}


def test_a_sentence_in_a_room_that_staff_alone_meet_is_marked_for_translators(tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text('# Translators: desk only\nX = _("Unit head")\n', encoding="utf-8")
    assert [sentence.public for sentence in collect(tmp_path)] == [False]


def _part(folder: Path, text: str) -> None:
    place = folder / "sv" / "parts" / "room.po"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + text, encoding="utf-8")


def test_a_rooms_swedish_comes_into_the_catalog_and_is_compiled(package: Path) -> None:
    folder = package / "locale"
    _part(
        folder,
        'msgid "Write to us"\nmsgstr "Skriv till oss"\n\n'
        'msgid "%(n)d letter"\nmsgid_plural "%(n)d letters"\nmsgstr[0] "%(n)d brev"\nmsgstr[1] "%(n)d brev"\n',
    )
    keep.update(collect(package), folder)
    assert keep.compile_stale(folder) == list(keep.CODES)
    with (folder / "sv/LC_MESSAGES/django.po").open("rb") as file:
        kept = read_po(file)
    assert kept.get("Write to us").string == "Skriv till oss"
    assert kept.get("%(n)d letter").string == ("%(n)d brev", "%(n)d brev")
    assert (folder / "sv_Lattlast/LC_MESSAGES/django.mo").exists()


def test_nothing_is_compiled_when_nothing_has_changed(package: Path) -> None:
    folder = package / "locale"
    keep.update(collect(package), folder)
    keep.compile_stale(folder)
    assert keep.compile_stale(folder) == []
    source = folder / "ar/LC_MESSAGES/django.po"
    later = source.with_suffix(".mo").stat().st_mtime_ns + 10**9
    os.utime(source, ns=(later, later))
    assert keep.compile_stale(folder) == ["ar"]


def test_collecting_again_changes_no_file_and_loses_no_translation(package: Path) -> None:
    folder = package / "locale"
    _part(folder, 'msgid "Write to us"\nmsgstr "Skriv till oss"\n')
    keep.update(collect(package), folder)
    (folder / "sv/parts/room.po").unlink()
    before = {path: path.read_bytes() for path in folder.rglob("*.po")}
    keep.update(collect(package), folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.po")} == before
    assert b"Skriv till oss" in before[folder / "sv/LC_MESSAGES/django.po"]


def _with(folder: Path, code: str, msgid: str, msgstr: str) -> None:
    place = keep.po_path(code, folder)
    place.write_text(
        place.read_text("utf-8").replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    )


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Ask for %(name)s, any day.", "Fråga när du vill.", "placeholders"),
        ("Ask for %(name)s, any day.", "Fråga efter %(namn)s.", "placeholders"),
        ("Write to us", "", "has no translation"),
        ("Write to us", "Skriv till <b>oss</b>", "other tags"),
    ],
)
def test_a_translation_that_would_break_is_told(package: Path, msgid: str, msgstr: str, fault: str) -> None:
    folder = package / "locale"
    sentences = collect(package)
    keep.update(sentences, folder)
    _with(folder, "fi", msgid, msgstr)
    told = [lack.what for lack in check.check(sentences, folder) if lack.code == "fi" and lack.sentence == msgid]
    assert len(told) == 1
    assert fault in told[0]


def test_a_whole_translation_is_not_complained_of(package: Path) -> None:
    folder = package / "locale"
    sentences = collect(package)
    keep.update(sentences, folder)
    _with(folder, "so", "Ask for %(name)s, any day.", "Weydii %(name)s, maalin kasta.")
    assert "Ask for %(name)s, any day." not in [
        lack.sentence for lack in check.check(sentences, folder) if lack.code == "so"
    ]


def test_swedish_for_a_sentence_that_is_gone_is_pointed_out(package: Path) -> None:
    folder = package / "locale"
    _part(folder, 'msgid "Gone"\nmsgstr "Borta"\n')
    assert [lack.sentence for lack in check.left_over(collect(package), folder)] == ["Gone"]


def test_plural_forms_are_those_of_each_language(package: Path) -> None:
    folder = package / "locale"
    keep.update(collect(package), folder)
    assert keep.load("ar", folder).num_plurals == 6
    assert keep.load("sv-lattlast", folder).num_plurals == 2
    assert "Language: sv_Lattlast" in keep.po_path("sv-lattlast", folder).read_text("utf-8")


def _rendered(source: str, **values: object) -> str:
    return Engine(builtins=["django.templatetags.i18n"]).from_string(source).render(Context(values))


def test_english_is_what_the_sources_say_even_though_swedish_is_the_first_language() -> None:
    """Django falls back to Swedish for a language without a sentence, but never for English."""
    sentence = "A sentence that stands in no catalog"
    with translation.override("en"):
        assert translation.gettext(sentence) == sentence
        assert translation.gettext("Write a code") == "Write a code"
        assert translation.ngettext("%(n)d day", "%(n)d days", 2) % {"n": 2} == "2 days"
    with translation.override("sv"):
        assert translation.get_language() == "sv"


def test_every_public_sentence_in_swedish_reads_as_english_in_english() -> None:
    known = [s for s in collect() if s.public and isinstance(s.id, str)]
    with translation.override("en"):
        wrong = [
            sentence.id
            for sentence in known
            if (
                translation.pgettext(sentence.context, sentence.id)
                if sentence.context
                else translation.gettext(sentence.id)
            )
            != sentence.id
        ]
    assert wrong == []
