# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where sessions are kept (Django's SESSION_ENGINE): rows of ours, keyed so that a copy of them opens nothing.

The browser holds a random key; the row has its SHA-256. Whoever reads the database or a backup cannot come in with
what stands there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends.db import SessionStore as RowStore
from django.core.exceptions import SuspiciousOperation

from sjalvklar.kernel import clock
from sjalvklar.organisation.rules.sessions import at_rest

if TYPE_CHECKING:
    from sjalvklar.organisation.models import OpenSession


class SessionStore(RowStore):
    """Django's store in a table of ours, under hashed keys."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        from sjalvklar.organisation.models import OpenSession

        return OpenSession

    def _get_session_from_db(self) -> OpenSession | None:
        model = self.get_model_class()
        try:
            return model.objects.get(session_key=at_rest(self.session_key or ""), expire_date__gt=clock.now())
        except (model.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None

    def get_expiry_date(self, **given: Any) -> datetime:
        """As Django's, by the product's own clock."""
        return super().get_expiry_date(**{"modification": clock.now(), **given})

    def exists(self, session_key: str) -> bool:
        return self.get_model_class().objects.filter(session_key=at_rest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        staff = data.get("_auth_user_id")
        return self.get_model_class()(
            session_key=at_rest(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            staff_id=int(staff) if staff else None,
            device=str(data.get("device", ""))[:40] if staff else "",
            began_at=_moment(data.get("since")) if staff else None,
            seen_at=_moment(data.get("seen")) if staff else None,
            city_sid=str((data.get("city") or {}).get("sid", ""))[:64],
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.get_model_class().objects.filter(session_key=at_rest(key)).delete()


def _moment(stamp: Any) -> datetime | None:
    return datetime.fromtimestamp(float(stamp), UTC) if isinstance(stamp, (int, float)) else None
