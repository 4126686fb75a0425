# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar access matrix`: who may do what, whole, as a page or as CSV."""

from __future__ import annotations

import sys

from sjalvklar.project.cli import options


def run(argv: list[str]) -> int:
    parser = options.parser(
        "access",
        about="Who may do what with what, and why: the one table that every permission asks.",
        epilog="With --csv every combination of role, relation and state, for a spreadsheet or another test.",
    )
    parser.add_argument("what", nargs="?", choices=["matrix"], default="matrix", help="matrix (default): all of it")
    parser.add_argument("--csv", action="store_true", help="one line for each combination")
    chosen = parser.parse_args(argv)

    from sjalvklar.trust.access import matrix

    sys.stdout.write(matrix.as_csv() if chosen.csv else matrix.document())
    return 0
