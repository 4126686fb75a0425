# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys, sealing and the record of who did what.

I promise that what was sealed opens only where it was sealed, with the key it was sealed with; that a destroyed key
stays destroyed; and that what was done is on record in the same transaction as the deed.
I own the keyring, the key store with a key for each person, the units' keys, and the audit entries.
I never keep content, an address on the network, or a key beside what it opens.
"""
