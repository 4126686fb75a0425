# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms on the page of one thing (a contact, a case, a support): done, or shown again with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise

from sjalvklar.faces.desk import kept, refusals, writing
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import sentence as desk_sentence
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.rules.staff import Viewer

Deed = Callable[[Here], Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which form on a page was refused, at which field, and why not. All empty when none was."""

    form: str = ""
    field: str = ""
    sentence: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one kind of page: which they are, where the page is, who may see it and what is said there."""

    root: str  # "/desk/c/"
    names: frozenset[str]  # those that show what is wrong themselves; the others say it at the top of the page
    see: Callable[[Viewer, UUID], object]  # raises NotFound for whoever may not know of it
    sentences: Mapping[str, str | Promise]
    page: str = ""  # "people/", for a page under the thing's own

    def sentence(self, refused: Refused) -> str:
        """The refusal in words."""
        said = self.sentences.get(refused.code)
        return str(said) if said is not None else desk_sentence(refused)

    def address(self, about: UUID, **query: str) -> str:
        """Where the page of that one is."""
        return f"{self.root}{about}/{self.page}" + (f"?{urlencode(query)}" if query else "")

    def wrong(self, request: HttpRequest) -> Wrong:
        """What the page was told to say when it was drawn again."""
        form, _, rest = request.GET.get("wrong", "").partition(".")
        code, _, field = rest.partition(".")
        return Wrong(form, field, self.sentence(Refused(code)), code) if form in self.names else Wrong()

    def again(self, request: HttpRequest, about: UUID, *, at: str = "", **query: str) -> HttpResponse:
        """The page once more, with what was typed, at that part of it."""
        token = kept.keep(str(about), kept.typed(request), from_staff=request.user.is_authenticated)
        if token:
            query["kept"] = token
        return HttpResponseRedirect(self.address(about, **query) + (f"#{at}" if at else ""))

    def attempt(
        self, request: HttpRequest, about: UUID, form: str, deed: Callable[[Here], Any]
    ) -> HttpResponse | None:
        """Do it; when it is refused, the page with what was typed and why not. None when it was done.

        NotFound goes through: what is hidden is what is not there.
        """
        now = here(request)
        try:
            deed(now)
        except NotFound:
            raise
        except Refused as refused:
            self.see(now.viewer, about)
            refusals.note(request, refused)
            if isinstance(refused, Invalid) and form in self.names:
                wrong = f"{form}.{refused.code}.{refused.field or ''}"
                return self.again(request, about, at=form, wrong=wrong)
            messages.error(request, self.sentence(refused))
            return self.again(request, about)
        writing.was_sent(request, now, self.root, about)
        return None

    def done(
        self, request: HttpRequest, about: UUID, form: str, said: str, deed: Deed, back: str = ""
    ) -> HttpResponse:
        """Do it, say so, and go to the page or to `back`; when it is refused, see `attempt`."""
        refused = self.attempt(request, about, form, deed)
        if refused is None:
            messages.success(request, said)
        return refused or HttpResponseRedirect(back or self.address(about))
