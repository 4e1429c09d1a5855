"""Django's database sessions, with a foreign key to the person who is signed in.

A browser holds the key of its session; the row has a digest of it, which signs nobody in.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from troth.accounts.models import Session


def digest_of(key: str) -> str:
    """What stands in a row for the key of a session: 160 bits of its SHA-256, in hex."""
    return sha256(key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """SESSION_ENGINE. A session that nobody has signed in to has no person.

    `row` is what was loaded of it, if anything was.
    """

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(session_key=digest_of(self.session_key or ""))
        self.row = found.filter(expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return Session.objects.filter(session_key=digest_of(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key, or this one."""
        key = session_key or self.session_key or ""
        Session.objects.filter(session_key=digest_of(key)).delete()

    def load(self) -> dict[str, Any]:
        """What the session holds. That of an earlier release names its backend as it was then."""
        data: dict[str, Any] = super().load()
        if BACKEND_SESSION_KEY in data:
            (data[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)
        session.session_key = digest_of(session.session_key)
        person = data.get(SESSION_KEY)
        session.person_id = int(person) if person else None
        if self.row and self.row.person_id and self.row.person_id == session.person_id:
            # A signed-in session that gets a new key, as after a change of password, is still it.
            for name in ("created_at", "seen_at", "ip", "user_agent"):
                setattr(session, name, getattr(self.row, name))
        return session
