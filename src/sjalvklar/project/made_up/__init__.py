# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up people and what they do, from a pack's demo.yaml, so that a newcomer meets a product in use.

Never in production: the organisation's own action refuses, and a production start refuses a database that holds them.
"""

from sjalvklar.project.made_up.everything import make
from sjalvklar.project.made_up.people import SignIn, has_been_a_demo, present, sign_ins
from sjalvklar.project.made_up.threads import code_to_try

__all__ = ["SignIn", "code_to_try", "has_been_a_demo", "make", "present", "sign_ins"]
