# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing at the desk without a browser: what is typed is found again by its writer, headings help, and two who write
at once see each other and lose nothing."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.faces.desk.test_cases import at, case, colleagues, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_incidents import family, incident  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures

from sjalvklar.casework import actions as casework
from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.actions import set_stand_in
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Next
from sjalvklar.support.rules import DocumentationMode, NextStep
from sjalvklar.writing.models import Draft

WORDS = "Hon vill att systern får veta."


@pytest.fixture
def support() -> str:
    made = actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning("crisis-support"),
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=secrets.token_bytes(16),
    )
    return f"/desk/s/{made}/"


@pytest.fixture
def thread() -> str:
    stored = mailbox.store_contact(nonce=secrets.token_bytes(24), unit_id=UNIT, text="Hej", answers=ContactFacts())
    mailbox.take(actor=viewer("jonas"), thread_id=stored.thread_id)
    return f"/desk/k/{stored.thread_id}/"


def samir_stands_in() -> None:
    now = clock.now()
    set_stand_in(
        unit_id=UNIT,
        absent_id=viewer("jonas").staff_id,
        substitute_id=viewer("samir").staff_id,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        actor=IT,
    )


def page(client: Client, address: str) -> str:
    answer = client.get(address.partition("#")[0])
    assert answer.status_code == 200, address
    return text(answer)


def fields(shown: str, form: str) -> dict[str, str]:
    """The hidden fields of a form where somebody writes, as the page drew them."""
    found = next(
        part for part in re.findall(r"<form.*?</form>", shown, re.DOTALL) if f'name="form" value="{form}"' in part
    )
    return dict(re.findall(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', found))


def save(client: Client, where: str, form: str, shown: str, **typed: str) -> Any:
    return send(client, f"{where}draft/", **{**fields(shown, form), **typed})


def in_field(shown: str, words: str) -> bool:
    return any(words in inside for inside in re.findall(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL))


def test_a_draft_is_saved_with_a_button_found_on_another_computer_and_gone_when_the_note_is_kept(support: str) -> None:
    jonas = at("jonas")
    shown = page(jonas, support)
    assert "Spara utkast" in shown
    assert "Det fanns inget att spara" in page(jonas, save(jonas, support, "write", shown, text=" ")["Location"])
    answer = save(jonas, support, "write", shown, text=WORDS)
    assert answer["Location"] == f"{support}#write"
    assert WORDS not in answer["Location"]
    elsewhere = at("jonas")
    shown = page(elsewhere, support)
    assert in_field(shown, WORDS)
    assert "bara du ser det" in shown
    assert send(elsewhere, f"{support}write/", **fields(shown, "write"), text=WORDS)["Location"] == support
    assert not Draft.objects.exists()
    shown = page(jonas, support)
    assert WORDS in shown
    assert not in_field(shown, WORDS)


def test_every_place_where_somebody_writes_keeps_what_is_typed(support: str, thread: str, case: UUID) -> None:  # noqa: F811
    jonas = at("jonas")
    new = "/desk/support/new/"
    for where, form, field in (
        (f"/desk/c/{case}/", "write", "text"),
        (support, "talk", "words"),
        (thread, "answer", "text"),
        (new, "register", "words"),
    ):
        answer = save(jonas, where, form, page(jonas, where), **{field: f"{WORDS} {form}"})
        assert answer.status_code == 302, (where, form)
        assert in_field(page(jonas, answer["Location"]), f"{WORDS} {form}"), (where, form)
        thrown = save(jonas, where, form, page(jonas, where), do="discard")
        assert not in_field(page(jonas, thrown["Location"]), WORDS)
    assert not Draft.objects.exists()


def test_what_is_written_on_the_pages_under_a_support_is_kept_too_and_gone_when_it_is_sent() -> None:
    made = actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning("crisis-support", DocumentationMode.NAMED_WITHOUT_FILE),
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=secrets.token_bytes(16),
    )
    where, jonas = f"/desk/s/{made}/", at("jonas")
    send(jonas, f"{where}child-consider/", nonce="cd" * 16)
    shown = page(jonas, f"{where}child/")
    concern = re.search(r'name="concern" value="([^"]+)"', shown)
    assert concern is not None
    day = queries.today().isoformat()
    plan = {"do": "write", "number": "0", "wants": "Vila.", "look_on": day}
    for under, form, anchor, field, deed, given in (
        ("safety/", "fear", "fear", "fear_words", "change/", {"do": "fear", "level": "8"}),
        ("safety/", "ask", "ask", "asked_words", "change/", {"do": "ask", "party": "police", "asked_on": day}),
        ("own-plan/", "own-plan", "write", "helps", "change/", plan),
        ("child/", "concern", "concern", "words", "", {"concern": concern[1], "ground": "no_suspicion"}),
    ):
        shown = page(jonas, where + under)
        answer = save(jonas, where, form, shown, **{field: WORDS}, **given)
        assert answer["Location"] == f"{where}{under}#{anchor}", form
        again = page(jonas, where + under)
        assert in_field(again, WORDS), form
        assert "bara du ser det" in again
        if "level" in given:
            assert re.search(r'name="level" value="8"[^>]*checked', again)
        assert not in_field(page(jonas, where), WORDS), "it stands where it was typed and nowhere else"
        if deed:
            send(
                jonas,
                f"{where}{under}{deed}",
                **{**fields(again, form), **given},
                **{field: WORDS},
                police_way="phone",
            )
        else:
            thrown = save(jonas, where, form, again, **{field: WORDS}, **given, do="discard")
            assert not in_field(page(jonas, thrown["Location"]), WORDS)
        assert not Draft.objects.exists(), form


def test_what_is_written_of_an_incident_and_in_a_plan_is_kept_and_told_of_too(
    incident: UUID,  # noqa: F811
    family: UUID,  # noqa: F811
    case: UUID,  # noqa: F811
) -> None:
    from sjalvklar.plans import actions as plans
    from sjalvklar.plans.rules import Aim, Giver, Target

    about = {"actor": viewer("jonas"), "nonce": b"p" * 16}
    made = plans.begin(**about, case_id=case, aim=Aim(Target.THREATENED_RELATIVE, "Sova"), needed=Giver.OWN)
    samir_stands_in()
    for name, other, where, form in (
        ("samir", "", f"/desk/incidents/f/{family}/", "note"),
        ("jonas", "samir", f"/desk/incidents/i/{incident}/", "line"),
        ("jonas", "samir", f"/desk/plans/p/{made}/", "note"),
        ("jonas", "", f"/desk/plans/p/{made}/", "assess"),
    ):
        writer = at(name)
        shown = page(writer, where)
        answer = save(writer, where, form, shown, text=WORDS)
        assert answer["Location"] == f"{where}#{form}"
        shown = page(writer, where)
        assert in_field(shown, WORDS), (where, form)
        if other:
            second = at(other)
            send(second, f"{where}{form}/", **fields(page(second, where), form), text="Systern har ringt.")
            answer = send(writer, f"{where}{form}/", **fields(shown, form), text=WORDS)
            shown = text(answer) if answer.status_code == 200 else page(writer, answer["Location"])
            assert "Någon skrev medan du skrev" in shown, where
            assert in_field(shown, WORDS)
        send(writer, f"{where}{form}/", **fields(shown, form), text=WORDS, suits="yes")
        shown = page(writer, where)
        assert WORDS in shown
        assert not in_field(shown, WORDS)
    assert not Draft.objects.exists()


def test_a_talk_with_one_is_not_put_in_the_form_of_another(thread: str) -> None:
    jonas = at("jonas")
    contact = f"contact={thread.removeprefix('/desk/k/').strip('/')}"
    of_amal = f"/desk/support/new/?{contact}"
    answer = save(jonas, thread, "register", page(jonas, of_amal), words=WORDS, minutes="30")
    assert contact in answer["Location"]
    shown = page(jonas, of_amal)
    assert in_field(shown, WORDS)
    assert 'value="30"' in shown
    assert not in_field(page(jonas, "/desk/support/new/"), WORDS)


def test_a_press_for_headings_costs_nothing_that_stands_beside_the_words(db: None) -> None:
    jonas, new = at("jonas"), "/desk/support/new/"
    beside = {"called": "Amal", "named": "yes", "value": "070-174 06 12", "asked": "yes", "age-0-5": "yes"}
    answer = save(jonas, new, "register", page(jonas, new), words=WORDS, do="headings", template="talk", **beside)
    shown = page(jonas, answer["Location"])
    assert in_field(shown, "Vad vi kom överens om")
    for value in ("Amal", "070-174 06 12"):
        assert f'value="{value}"' in shown
        assert value not in answer["Location"]
    assert re.search(r'name="age-0-5"[^>]*checked', shown)
    assert "Amal" not in page(jonas, new), "and nothing of it is in the draft"


def test_the_script_is_told_in_a_sentence_and_the_page_stays(support: str) -> None:
    jonas = at("jonas")
    jonas.defaults["HTTP_ACCEPT"] = "application/json"
    shown = page(jonas, support)
    answer = save(jonas, support, "write", shown, text=WORDS)
    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Sparat ")
    again = save(jonas, support, "write", shown, text=f"{WORDS} Snart.")
    assert int(again.json()["version"]) > int(answer.json()["version"]), "the same page goes on saving"
    for typed, said in (("19900101-2385", "personnummer"), ("x" * 200_001, "för lång")):
        refused = save(jonas, support, "write", shown, text=typed)
        assert refused.status_code == 409
        assert refused.json()["said"].startswith("Inte sparat.")
        assert said in refused.json()["said"]
    assert save(jonas, support, "write", shown, text=" ").json() == {"said": "", "version": "0"}
    assert not Draft.objects.exists()


def test_two_windows_of_ones_own_are_both_shown_and_neither_is_lost(support: str) -> None:
    jonas = at("jonas")
    one, other = page(jonas, support), page(jonas, support)
    save(jonas, support, "write", one, text="Det första")
    answer = save(jonas, support, "write", other, text="Det andra")
    shown = page(jonas, answer["Location"])
    assert in_field(shown, "Det andra")
    assert "I ett annat fönster skrev du:" in shown
    assert "Det första" in shown
    save(jonas, support, "write", shown, text="Det första och det andra")
    assert in_field(page(jonas, support), "Det första och det andra")


def test_nobody_else_has_any_of_it_and_other_addresses_are_not_there(support: str, thread: str) -> None:
    jonas = at("jonas")
    shown = page(jonas, support)
    save(jonas, support, "write", shown, text=WORDS)
    samir_stands_in()
    samir = at("samir")
    assert not in_field(page(samir, support), WORDS)
    for name in ("ines", "birgitta", "kim"):
        answer = send(at(name), f"{support}draft/", form="write", text="Nyfiken", version="0", page="x")
        assert answer.status_code in {302, 404}
    for where in (support, thread, "/desk/plans/p/00000000-0000-0000-0000-000000000007/"):
        for form in ("", "reveal", "../write", "nonce"):
            assert send(jonas, f"{where}draft/", form=form, text="x").status_code == 404
    assert jonas.get(f"{support}draft/").status_code == 405
    assert [row.staff_id for row in Draft.objects.all()] == [viewer("jonas").staff_id]


STRANGE: tuple[dict[str, str], ...] = (
    {"page": "\x00"},
    {"page": "x" * 5000},
    {"version": "9" * 60},
    {"version": "-1"},
    {"seen": "x\x00"},
    {"template": "\x00", "do": "headings"},
    {"do": "everything"},
    {"text": "Ord \x00 \U0001f600"},
    {"form": "write\x00"},
    {"form": "talk", "words": WORDS, "starts": "x" * 5000},
)


def test_whatever_is_sent_is_answered_calmly(support: str) -> None:
    jonas = at("jonas")
    for strange in STRANGE:
        form = {"form": "write", "version": "0", "page": "ab", "seen": "0", "text": WORDS, **strange}
        assert send(jonas, f"{support}draft/", **form).status_code in {302, 404}, strange
        assert send(jonas, f"{support}write/", **{**form, "shown": "\x00"}).status_code == 302, strange
        assert jonas.get(support).status_code == 200, strange


def test_headings_are_put_in_without_a_script_and_what_is_empty_is_left_out_of_the_note(support: str) -> None:
    jonas = at("jonas")
    shown = page(jonas, support)
    assert shown.index("De första dagarna efter något svårt") < shown.index("Ett telefonsamtal")
    assert "Läget just nu" not in shown, "that is for an incident's log"
    answer = save(jonas, support, "write", shown, text="Hon ringde i dag.", template="crisis", do="headings")
    shown = page(jonas, answer["Location"])
    assert in_field(shown, "Hon ringde i dag.")
    assert in_field(shown, "Vad som måste ordnas i dag och i morgon")
    written = "Hon ringde i dag.\n\nBarnen\nTvå, de vet.\n\nNär vi hörs igen\n\n"
    send(jonas, f"{support}write/", **fields(shown, "write"), text=written)
    file = actions.read(actor=viewer("jonas"), support_id=UUID(support.split("/")[3]))
    assert file.notes[-1].text == "Hon ringde i dag.\n\nBarnen\nTvå, de vet."
    only = "Barnen\n\n"
    answer = send(jonas, f"{support}write/", **fields(page(jonas, support), "write"), text=only)
    shown = page(jonas, answer["Location"])
    assert "Skriv något först" in shown
    assert in_field(shown, "Barnen")


def test_whoever_sends_second_sees_what_came_and_sends_as_well(support: str, case: UUID) -> None:  # noqa: F811
    samir_stands_in()
    jonas, samir = at("jonas"), at("samir")
    for where in (support, f"/desk/c/{case}/"):
        shown = page(jonas, where)
        send(samir, f"{where}write/", **fields(page(samir, where), "write"), text="Systern har ringt.")
        answer = send(jonas, f"{where}write/", **fields(shown, "write"), text=WORDS)
        shown = page(jonas, answer["Location"])
        assert "Någon skrev medan du skrev" in shown
        assert shown.count("Systern har ringt.") == 2, "beside the field, and among the notes"
        assert in_field(shown, WORDS)
        assert send(jonas, f"{where}write/", **fields(shown, "write"), text=WORDS)["Location"] == where
        shown = page(jonas, where)
        assert WORDS in shown
        assert not in_field(shown, WORDS)
        assert "medan du skrev" not in shown


def test_the_same_form_sent_twice_is_one_note_and_ones_own_is_no_news(support: str) -> None:
    jonas = at("jonas")
    shown = page(jonas, support)
    for _ in range(2):
        assert send(jonas, f"{support}write/", **fields(shown, "write"), text=WORDS)["Location"] == support
    assert send(jonas, f"{support}write/", **fields(shown, "write"), text="Och mer.")["Location"] == support
    assert len(actions.read(actor=viewer("jonas"), support_id=UUID(support.split("/")[3])).notes) == 2


def test_an_answer_is_held_when_the_relative_has_written_meanwhile(thread: str) -> None:
    jonas = at("jonas")
    shown = page(jonas, thread)
    samir_stands_in()
    samir = at("samir")
    send(samir, f"{thread}answer/", **fields(page(samir, thread), "answer"), text="Vi ses i morgon.")
    answer = send(jonas, f"{thread}answer/", **fields(shown, "answer"), text=WORDS)
    shown = page(jonas, answer["Location"])
    assert "Någon skrev medan du skrev" in shown
    assert in_field(shown, WORDS)


def test_no_field_for_words_cuts_what_is_dictated_and_no_key_is_taken(support: str, thread: str) -> None:
    jonas = at("jonas")
    for where in (support, thread, "/desk/support/new/"):
        shown = page(jonas, where)
        assert "accesskey" not in shown
        for form in re.findall(r"<form[^>]*data-draft.*?</form>", shown, re.DOTALL):
            for area in re.findall(r"<textarea[^>]*>", form):
                assert "maxlength" not in area
                name = re.search(r' id="([^"]+)"', area)
                assert name is not None
                assert f'<label for="{name[1]}">' in form
    answer = send(jonas, f"{support}write/", **fields(page(jonas, support), "write"), text="å" * 20_001)
    assert in_field(page(jonas, answer["Location"]), "å" * 20_001), "said, and nothing cut"


def test_a_talk_is_still_registered_in_six_fields(db: None) -> None:
    shown = page(at("jonas"), "/desk/support/new/")
    form = next(part for part in re.findall(r"<form.*?</form>", shown, re.DOTALL) if 'name="service"' in part)
    asked = re.sub(r'<details.*?</details>|<div class="writing.*', "", form, flags=re.DOTALL)
    names = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bname="(\w+)"', asked))
    assert names == {"service", "way", "starts", "minutes", "situation", "coming"}


def hidden(shown: str, address: str) -> dict[str, str]:
    """The mark of what the page showed, in the form that is sent to that address."""
    found = next(part for part in re.findall(r"<form.*?</form>", shown, re.DOTALL) if f'action="{address}"' in part)
    return dict(re.findall(r'<input type="hidden" name="(shown)" value="([^"]*)"', found))


def days(number: int) -> str:
    return (queries.today() + timedelta(days=number)).isoformat()


def test_what_comes_next_is_not_silently_replaced(support: str) -> None:
    samir_stands_in()
    jonas, samir = at("jonas"), at("samir")
    to = f"{support}next/"
    shown = page(jonas, support)
    send(samir, to, **hidden(page(samir, support), to), next_step="find_out", next_on=days(2))
    answer = send(jonas, to, **hidden(shown, to), next_step="follow_up", next_on=days(9))
    shown = page(jonas, answer["Location"])
    assert "Någon ändrade det här medan du skrev" in shown
    assert "Så här står det nu:" in shown
    assert f'value="{days(9)}"' in shown, "her own choice stands in the form"
    assert (
        actions.read(actor=viewer("jonas"), support_id=UUID(support.split("/")[3])).row.next_step is NextStep.FIND_OUT
    )
    assert send(jonas, to, **hidden(shown, to), next_step="follow_up", next_on=days(9))["Location"] == support
    read = actions.read(actor=viewer("jonas"), support_id=UUID(support.split("/")[3]))
    assert read.row.next_step is NextStep.FOLLOW_UP


def test_the_step_about_children_is_not_silently_replaced(support: str) -> None:
    samir_stands_in()
    jonas, samir = at("jonas"), at("samir")
    to = f"{support}children/"
    shown = page(jonas, support)
    send(samir, to, **hidden(page(samir, support), to), asked="yes", children_count="2")
    answer = send(jonas, to, **hidden(shown, to), asked="yes", children_count="3")
    shown = page(jonas, answer["Location"])
    assert "Någon ändrade det här medan du skrev" in shown
    assert shown.count("2 barn.") == 2
    assert send(jonas, to, **hidden(shown, to), asked="yes", children_count="3")["Location"] == support
    assert "3 barn." in page(jonas, support)


def test_who_a_case_is_about_is_not_silently_replaced(case: UUID) -> None:  # noqa: F811
    samir_stands_in()
    jonas, samir = at("jonas"), at("samir")
    to = f"/desk/c/{case}/identity/"
    who = {"name": "Amal Exempel", "number": "19900101-2385", "address": "Provgatan 1"}
    shown = text(send(jonas, f"/desk/c/{case}/reveal/"))
    send(samir, to, **hidden(text(send(samir, f"/desk/c/{case}/reveal/")), to), **who, phone="070-174 06 13")
    answer = send(jonas, to, **hidden(shown, to), **who, phone="070-174 06 14")
    assert answer.status_code == 200
    again = text(answer)
    assert "Någon ändrade det här medan du skrev" in again
    assert "06 13" in again, "what stands there now"
    assert "06 14" in again, "and her own, in the field"
    assert send(jonas, to, **hidden(again, to), **who, phone="070-174 06 14").status_code == 302
    assert casework.reveal(actor=viewer("jonas"), case_id=case).phone.endswith("14")


def test_a_plans_aim_and_its_parties_are_not_silently_replaced(case: UUID) -> None:  # noqa: F811
    from sjalvklar.plans import actions as plans
    from sjalvklar.plans.rules import About, Aim, Giver, PartyKind, Target

    about = {"actor": viewer("jonas")}
    made = plans.begin(
        **about, case_id=case, aim=Aim(Target.THREATENED_RELATIVE, "Sova"), needed=Giver.OWN, nonce=b"p" * 16
    )
    party = plans.add_party(
        **about, plan_id=made, kind=PartyKind.SCHOOL, about=About("Skolan", "Rektorn"), nonce=b"q" * 16
    )
    one, other = at("jonas"), at("jonas")
    for where, to, field, form in (
        (
            f"/desk/plans/p/{made}/",
            f"/desk/plans/p/{made}/aim/",
            "aim",
            {"target": "threatened_relative", "needed": "1"},
        ),
        (f"/desk/plans/g/{party}/", f"/desk/plans/g/{party}/change/", "name", {"person": "Rektorn"}),
    ):
        shown = page(one, where)
        send(other, to, **hidden(page(other, where), to), **{**form, field: "Det ena"})
        answer = send(one, to, **hidden(shown, to), **{**form, field: "Det andra"})
        shown = page(one, answer["Location"])
        assert "Så här står det nu:" in shown, where
        assert "Det ena" in shown
        assert "Det andra" in shown
        assert send(one, to, **hidden(shown, to), **{**form, field: "Det andra"})["Location"] == where
        assert "Det andra" in page(one, where)


REPLACING = {
    "support/beside.html": {"next/", "children/"},
    "agreed/safe.html": {"change/"},
    "cases/revealed.html": {"identity/"},
    "cases/person_revealed.html": {"identity/"},
    "plans/plan.html": {"'aim' %}"},
    "plans/party.html": {"change/"},
    "incidents/family.html": {"change/"},
    "incidents/tonight.html": {"place/"},
}


@pytest.mark.parametrize("name", sorted(REPLACING))
def test_every_form_whose_value_takes_the_place_of_another_says_what_it_showed(name: str) -> None:
    from sjalvklar.faces.desk import apps

    path = Path(apps.__file__).parent / "templates" / "desk" / name
    forms = re.findall(r"<form.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL)
    for address in REPLACING[name]:
        found = [form for form in forms if f'{address}"' in form.partition(">")[0]]
        assert found, (name, address)
        assert all("desk/shown.html" in form for form in found), (name, address)
