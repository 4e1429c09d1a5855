"""Django's database sessions, with a foreign key to the person who is signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from troth.accounts.models import Session


class SessionStore(DatabaseStore):
    """SESSION_ENGINE. A session that nobody has signed in to has no person.

    `row` is what was loaded of it, if anything was.
    """

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        return self.row

    def load(self) -> dict[str, Any]:
        """What the session holds. That of an earlier release names its backend as it was then."""
        data: dict[str, Any] = super().load()
        if BACKEND_SESSION_KEY in data:
            (data[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)
        person = data.get(SESSION_KEY)
        session.person_id = int(person) if person else None
        if self.row and self.row.person_id and self.row.person_id == session.person_id:
            # A signed-in session that gets a new key, as after a change of password, is still it.
            for name in ("created_at", "seen_at", "ip", "user_agent"):
                setattr(session, name, getattr(self.row, name))
        return session
