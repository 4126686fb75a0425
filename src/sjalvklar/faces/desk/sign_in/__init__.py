# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How staff come in: password and a second factor, or a passkey. No sign-up, no e-mail, no reset by mail.

django-allauth does the ceremonies; every page, sentence and address is ours, and only what is needed is routed.
"""
