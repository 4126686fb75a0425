# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every component on one page, in every language: for those who build, and for the tests. Not in production."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sjalvklar.faces.way_in import forms, reader
from sjalvklar.faces.way_in.questions import Choice, Progress
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import shows
from sjalvklar.faces.way_in.views.asked import drawn
from sjalvklar.followup.rules import Questions

ICONS = (
    "phone", "chat", "write", "key", "mind", "done", "door", "on", "back", "globe", "clock", "place", "print", "lock",
    "person", "eye", "hand", "child", "home",
)  # fmt: skip


@shows
def gallery(request: HttpRequest, language: str) -> HttpResponse:
    """The components, with what they can say at their longest."""
    if reader.spoken(language) is None:
        raise Http404
    long = _(
        "If we believe that a child is being harmed, we must tell social services. "
        "If you have not written who the child is, we do not know."
    )
    errors = {"value": forms.safe_words("value", "not_a_number")}
    written = forms.Written(safe=(("channel", "phone"), ("value", "12")))
    return page(
        request,
        "gallery.html",
        shell(language, lambda code: f"/g/{code}"),
        {
            "icons": tuple(f"design/icons/{name}.html" for name in ICONS),
            "groups": ("4821", "0937", "5526", "1184", "7390", "2651", "7"),
            "progress": Progress(2, 5, ("done", "here", "", "", "")),
            "choice": Choice("a", long, long, True),
            "long": long,
            "listed": (("g-text", forms.text_words("needed")), ("g-line", forms.safe_words("value", "needed"))),
            "errors": errors,
            "safe": forms.safe_fields(written, errors),
            "steps": ("p0", "p35", "p80", "p100"),
            "questions": (*drawn(Questions.WELLBEING, {"sleep": "1"}), *drawn(Questions.EXPERIENCE, {})),
        },
    )
