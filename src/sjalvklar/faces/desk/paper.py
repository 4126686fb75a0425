# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papers as tagged PDF (PDF/UA-1), made in memory and kept nowhere."""

from __future__ import annotations

import re
from pathlib import Path

_MOST_SIGNS = 200
_NOT_DRAWN = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)


class NotDrawn(Exception):
    """The PDF could not be made. Says nothing of what was in it."""


def drawn(template: Path, data: str) -> bytes:
    """The paper: a template of ours with that data. Raises NotDrawn."""
    import typst  # loaded when the first copy is made: nothing else needs it

    # Its own fonts first, then the machine's; what none of them has is written as its number, since a sign that is not
    # drawn would be missing for whoever sees and for whoever listens.
    machines = False
    for _ in range(_MOST_SIGNS):
        try:
            made: bytes = typst.compile(
                template.read_bytes(),
                format="pdf",
                pdf_standards="ua-1",
                ignore_system_fonts=not machines,
                sys_inputs={"data": data},
            )
            return made
        except typst.TypstError as wrong:
            sign = _NOT_DRAWN.search(str(wrong))
            if sign is None:
                raise NotDrawn from None
            if not machines:
                machines = True
                continue
            data = data.replace(sign[1], "".join(f"[U+{ord(one):04X}]" for one in sign[1]))
    raise NotDrawn
