# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The verbs of `./sjalvklar`, one file each with `run(argv) -> exit code`."""
