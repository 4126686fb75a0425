# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A QR code as an inline drawing: no data address and no inline style, so that the page's policy can stay strict."""

from __future__ import annotations

import qrcode  # type: ignore[import-untyped]
from django.utils.html import format_html
from django.utils.safestring import SafeString

_QUIET = 4  # modules of white around, ISO/IEC 18004 6.3.8


def drawing(text: str) -> SafeString:
    """The text as a QR code in one path; the page gives it its size."""
    code = qrcode.QRCode(border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    side = len(rows) + 2 * _QUIET
    return format_html(
        '<svg viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false"><path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/>'
        '<path fill="#000" d="{1}"/></svg>',
        side,
        path,
    )
