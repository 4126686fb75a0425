# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole small municipality, made by the tests: two areas, a merger behind them, and one of every kind of trouble.

Lillköping has Norr (which took over from Gamla Norr and Åsen in 2023) and Söder. Norr has its own relatives' adviser
with hours and a number; Söder's has neither, so the round-the-clock Jouren receives. Norr has a SIG, which Söder buys.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from sjalvklar.guide.pack import Pack, build_all, faults
from sjalvklar.guide.pack.texts import LISTS, required
from sjalvklar.kernel.languages import CODES
from sjalvklar.organisation.pack import Bundle, bundle

Document = dict[str, Any]

SURE = {"source": "made up for tests", "checked": "2026-11-22", "confidence": "verified"}
PROBABLE = {**SURE, "confidence": "probable"}
UNSURE = {**SURE, "confidence": "unverified"}
ALWAYS = {"always": True}
OFFICE = {"weekly": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "16:30"}]}


def phone(number: str, tel: str, **more: Any) -> Document:
    return {"kind": "phone", "value": number, "tel": tel, **more}


def small() -> Document:
    """The pack as plain data, fresh each time: change it, then `write` it."""
    return deepcopy(_SMALL)


_SMALL: Document = {
    "pack": {
        "format": 1,
        "id": "lillkoping",
        "municipality": {"name": "Lillköpings kommun", "short": "Lillköping", "code": "0000", "fact": SURE},
        "leave_to": "https://www.example.org/",
        "fallback_unit": "jouren",
        "languages": [
            {"code": "sv", "reviewed": {"on": "2026-11-22", "by_role": "redaktör"}},
            *({"code": code} for code in CODES if code != "sv"),
        ],
    },
    "areas": {
        "areas": [
            {
                "id": "norr",
                "name": "Norr",
                "valid_from": "2023-07-01",
                "predecessors": ["gamla-norr", "asen"],
                "parts": ["Björkbacken", "Östra Ängen", "Kvarnby"],
                "also_called": ["Norrstan"],
                "split_parts": ["Mellanby"],
                "postcodes": ["123", "124"],
                "fact": SURE,
            },
            {
                "id": "soder",
                "name": "Söder",
                "valid_from": None,
                "parts": ["Hamnen", "Strandvik"],
                "split_parts": ["Mellanby"],
                "postcodes": ["124", "125"],
                "fact": SURE,
            },
            {
                "id": "gamla-norr",
                "name": "Gamla Norr",
                "valid_from": 1998,
                "valid_to": "2023-06-30",
                "predecessors": ["urnorr"],
                "fact": SURE,
            },
            {"id": "asen", "name": "Åsen", "valid_from": None, "valid_to": "2023-06-30", "fact": SURE},
            {"id": "urnorr", "name": "Urnorr", "valid_from": None, "valid_to": 1997, "fact": SURE},
        ]
    },
    "authorities": {
        "authorities": [
            {"id": "sdn-norr", "kind": "district", "name": "Norrs nämnd", "area": "norr", "fact": SURE},
            {"id": "sdn-soder", "kind": "district", "name": "Söders nämnd", "area": "soder", "fact": SURE},
            {"id": "socialnamnden", "kind": "social_welfare", "name": "Socialnämnden", "fact": SURE},
        ]
    },
    "units": {
        "functions": [{"id": "relatives_adviser"}, {"id": "sig"}, {"id": "advice_24h"}, {"id": "child_intake"}],
        "units": [
            {
                "id": "jouren",
                "name": "Jouren",
                "authority": "socialnamnden",
                "receives_messages": True,
                "promise": {"hours": 24},
            },
            {
                "id": "norr-anhorig",
                "name": "Anhörigstödet i Norr",
                "authority": "sdn-norr",
                "receives_messages": True,
                "promise": {"hours": 8, "counted": "open"},
                "take_within": {"hours": 4},
                "languages": ["sv", "ar"],
            },
            {
                "id": "soder-anhorig",
                "name": "Anhörigstödet i Söder",
                "authority": "sdn-soder",
                "receives_messages": True,
                "promise": {"hours": 24},
            },
            {"id": "norr-sig", "name": "SIG i Norr", "authority": "sdn-norr"},
        ],
        "provisions": [
            {"function": "advice_24h", "areas": "all", "unit": "jouren", "fact": SURE},
            {"function": "relatives_adviser", "area": "norr", "unit": "norr-anhorig", "fact": SURE},
            {"function": "relatives_adviser", "area": "soder", "unit": "soder-anhorig", "fact": SURE},
            {"function": "sig", "area": "norr", "unit": "norr-sig", "fact": SURE},
            {"function": "sig", "area": "soder", "bought": True, "from": "sdn-norr", "fact": SURE},
        ],
    },
    "receivers": {
        "receivers": [
            {
                "id": "112",
                "name": "112",
                "kind": "emergency",
                "ways": [phone("112", "112")],
                "hours": ALWAYS,
                "fact": SURE,
            },
            {
                "id": "jouren",
                "name": "Jouren",
                "kind": "municipal",
                "unit": "jouren",
                "ways": [phone("08-465 004 10", "+46846500410")],
                "hours": ALWAYS,
                "costs": "free",
                "anonymous": "yes",
                "languages": ["sv", "en"],
                "fact": SURE,
            },
            {
                "id": "norr-anhorig",
                "name": "Anhörigstödet i Norr",
                "kind": "municipal",
                "areas": ["norr"],
                "unit": "norr-anhorig",
                "ways": [phone("08-465 004 11", "+46846500411"), {"kind": "email", "value": "norr@example.org"}],
                "hours": {**OFFICE, "before_holiday": {"to": "12:00"}},
                "costs": "free",
                "anonymous": "yes",
                "languages": ["sv"],
                "fact": SURE,
            },
            {
                "id": "soder-anhorig",
                "name": "Anhörigstödet i Söder",
                "kind": "municipal",
                "areas": ["soder"],
                "unit": "soder-anhorig",
                "fact": SURE,
            },
            {
                "id": "norr-sig",
                "name": "SIG i Norr",
                "kind": "municipal",
                "unit": "norr-sig",
                "ways": [phone("08-465 004 12", "+46846500412")],
                "hours": OFFICE,
                "fact": SURE,
            },
            {
                "id": "barnlinjen",
                "name": "Barnlinjen",
                "kind": "helpline",
                "for_children": True,
                "ways": [
                    phone("08-465 004 13", "+46846500413"),
                    {"kind": "chat", "value": "https://chat.example.org/"},
                ],
                "hours": ALWAYS,
                "fact": SURE,
            },
            {
                "id": "kvallslinjen",
                "name": "Kvällslinjen",
                "kind": "helpline",
                "ways": [phone("08-465 004 14", "+46846500414")],
                "hours": {
                    "weekly": [{"days": ["mon", "wed", "sun"], "from": "21:00", "to": "06:00"}],
                    "holidays": "as_weekday",
                },
                "fact": PROBABLE,
            },
        ]
    },
    "guide": {
        "questions": [
            {"id": "danger", "options": ["now", "unsure", "no"]},
            {"id": "who", "options": ["parent", "child", "professional"]},
            {"id": "what", "options": ["crime", "addiction", "other"]},
            {"id": "where", "kind": "place"},
            {"id": "help", "options": ["talk", "act"]},
        ],
        "child_questions": [
            {"id": "danger", "options": ["now", "unsure", "no"]},
            {
                "id": "what_child",
                "options": [
                    {"id": "sibling_gang", "situation": "crime"},
                    {"id": "parent_drinks", "situation": "addiction"},
                    {"id": "other"},
                ],
            },
            {"id": "where", "kind": "place"},
        ],
        "rules": [
            {
                "id": "crime-sig",
                "when": {"what": ["crime"], "child": ["no"]},
                "then": {"function": "sig"},
                "order": 20,
            },
            {
                "id": "own-adviser",
                "when": {"what": ["crime", "addiction"], "child": ["no"]},
                "then": {"function": "relatives_adviser"},
                "order": 10,
            },
            {
                "id": "evening-line",
                "when": {"what": ["addiction"], "help": ["talk", "skipped"], "child": ["no"]},
                "then": {"receiver": "kvallslinjen"},
                "order": 30,
            },
            {"id": "children", "when": {"child": ["yes"]}, "then": {"receiver": "barnlinjen"}, "order": 10},
            {
                "id": "child-intake",
                "when": {"child": ["yes"], "what": ["crime"]},
                "then": {"function": "child_intake"},
                "order": 20,
            },
        ],
    },
}


def write(folder: Path, document: Document, *, change_texts: Callable[[str, Document], None] | None = None) -> Path:
    """The pack as files, one value a line, with every text it needs in every language."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in document.items():
        (folder / f"{name}.yaml").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    keys = [*required(bundle(folder)), *(f"receivers.{unit}.{part}" for unit in _UNITS for part in ("what", "next"))]
    (folder / "texts").mkdir(exist_ok=True)
    for code in CODES:
        texts: Document = {key: _text(key, code) for key in keys}
        if change_texts is not None:
            change_texts(code, texts)
        written = json.dumps(texts, ensure_ascii=False, indent=1)
        (folder / "texts" / f"{code}.yaml").write_text(written, encoding="utf-8")
    return folder


_UNITS = ("jouren", "norr-anhorig", "soder-anhorig", "norr-sig")


def _text(key: str, code: str) -> str | list[str]:
    part = key.rsplit(".", 1)[-1].removesuffix("_child")
    if part in LISTS and key.startswith("situations."):
        return [f"{key} 1 ({code})", f"{key} 2 ({code})"]
    return f"{key} ({code})"


def read(folder: Path) -> Bundle:
    return bundle(folder)


def loaded(folder: Path) -> Pack:
    """The written pack, which has no faults but perhaps in its texts."""
    found = bundle(folder)
    assert [*found.faults, *faults(found)] == []
    return build_all(found)
