# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seals. Each is bound to its table, column and row."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sjalvklar.safety.rules import (
    Agreed,
    Company,
    CompanyWay,
    Decided,
    Doer,
    Heed,
    MeasureKind,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Question,
    Said,
)
from sjalvklar.trust.subjects import SubjectCipher

if TYPE_CHECKING:
    Sealed = bytes | memoryview[int]  # as a column of either database gives it


def _seal(cipher: SubjectCipher, plain: object, table: str, column: str, row: UUID) -> bytes:
    made = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return cipher.seal(made, table=f"safety_{table}", column=column, row=str(row))


def _open(cipher: SubjectCipher, sealed: Sealed, table: str, column: str, row: UUID) -> Any:
    return json.loads(cipher.open(bytes(sealed), table=f"safety_{table}", column=column, row=str(row)))


def seal_said(cipher: SubjectCipher, said: Said, row: UUID) -> bytes:
    return _seal(cipher, asdict(said), "fear", "body", row)


def open_said(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> Said:
    """Raises CannotOpen, as all that open here."""
    return Said(**_open(cipher, sealed, "fear", "body", row))


def seal_question(cipher: SubjectCipher, question: Question, row: UUID) -> bytes:
    return _seal(cipher, asdict(question), "assessment", "body", row)


def open_question(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> Question:
    found = _open(cipher, sealed, "assessment", "body", row)
    return Question(PoliceParty(found["party"]), PoliceWay(found["way"]), found["words"])


def seal_decided(cipher: SubjectCipher, decided: Decided, row: UUID) -> bytes:
    return _seal(cipher, asdict(decided), "assessment", "decided", row)


def open_decided(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> Decided:
    found = _open(cipher, sealed, "assessment", "decided", row)
    return Decided(PoliceAnswer(found["answer"]), found["words"])


def seal_stands(cipher: SubjectCipher, answer: PoliceAnswer, row: UUID) -> bytes:
    """What the rule about fear and answers asks, apart from the police's words, so that it never opens those."""
    return _seal(cipher, answer.value, "assessment", "stands", row)


def open_stands(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> PoliceAnswer:
    return PoliceAnswer(_open(cipher, sealed, "assessment", "stands", row))


def seal_agreed(cipher: SubjectCipher, agreed: Agreed, row: UUID) -> bytes:
    return _seal(cipher, asdict(agreed), "measure", "body", row)


def open_agreed(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> Agreed:
    found = _open(cipher, sealed, "measure", "body", row)
    return Agreed(MeasureKind(found["kind"]), Doer(found["by"]), found["words"])


def seal_company(cipher: SubjectCipher, company: Company, row: UUID) -> bytes:
    return _seal(cipher, asdict(company), "company", "body", row)


def open_company(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> Company:
    found = _open(cipher, sealed, "company", "body", row)
    return Company(CompanyWay(found["way"]), found["words"])


def seal_heed(cipher: SubjectCipher, heed: Heed, row: UUID) -> bytes:
    return _seal(cipher, asdict(heed), "caution", "body", row)


def open_heed(cipher: SubjectCipher, sealed: Sealed, row: UUID) -> Heed:
    found = _open(cipher, sealed, "caution", "body", row)
    return Heed(tuple(found["chosen"]), found["words"])


def seal_words(cipher: SubjectCipher, words: str, table: str, column: str, row: UUID) -> bytes:
    """Words by themselves: signs of violence, why not any longer, the number of a report."""
    return _seal(cipher, words, table, column, row)


def open_words(cipher: SubjectCipher, sealed: Sealed, table: str, column: str, row: UUID) -> str:
    return str(_open(cipher, sealed, table, column, row))
