# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking at files that strangers send: in a process that can reach nothing, and gives back pictures only.

`looking` starts that process and is all that the rest of the product calls. What runs in it (`worker`, `sandbox`,
`pictures`) imports nothing else of the product, and is imported by nothing else.
"""
