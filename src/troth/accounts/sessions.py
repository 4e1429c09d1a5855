"""Django's database sessions, with a foreign key to the person who is signed in.

A browser holds the key of its session; the row has a digest of it, which signs nobody in.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.account.app_settings import EMAIL_CONFIRMATION_EXPIRE_DAYS
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from troth.accounts.models import Person, Session
from troth.core.written_once import Given, written_once


def digest_of(key: str) -> str:
    """What stands in a row for the key of a session: 160 bits of its SHA-256, in hex."""
    return sha256(key.encode()).hexdigest()[:40]


# Who has not signed in, or is only half way there: what they typed is kept no longer.
_OF_NOBODY = timedelta(minutes=30)
# What says nothing about anybody waits as long as the link that goes to a newcomer's address.
CART, SIGNED_UP, LANGUAGE = "cart", "signed_up", "language"
_SAYS_NOTHING = {CART, SIGNED_UP, LANGUAGE}
_OF_NEWCOMER = timedelta(days=EMAIL_CONFIRMATION_EXPIRE_DAYS)


def ends_at(*, staff: bool, since: datetime, at: datetime) -> datetime:
    """When a session that was made `since` and is used at this moment ends, unless it is again."""
    idle, longest = settings.STAFF_SESSION_HOURS if staff else settings.SESSION_HOURS
    return min(at + timedelta(hours=idle), since + timedelta(hours=longest))


class SessionStore(DatabaseStore):
    """SESSION_ENGINE. A session that nobody has signed in to has no person.

    `row` is what was loaded of it, if anything was; `lapsed` says that somebody was signed in, for
    too long or without a request for too long.
    """

    row: Session | None = None
    lapsed = False

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = digest_of(self.session_key or "")
        self.row = next(iter(_session(key=key)), None)
        if self.row and self.row.expire_date <= timezone.now():
            self.lapsed = self.row.person_id is not None
            self.row = None
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
        session.created_at = session.seen_at = at = timezone.now()
        if self.row and self.row.person_id and self.row.person_id == session.person_id:
            # A signed-in session that gets a new key, as after a change of password, is still it.
            for name in ("created_at", "seen_at", "ip", "user_agent"):
                setattr(session, name, getattr(self.row, name))
        session.expire_date = _ends(session, at, waits=bool(data) and {*data} <= _SAYS_NOTHING)
        return session


@written_once
def _session() -> QuerySet[Session]:
    return Session.objects.filter(session_key=Given("key"))


def _ends(session: Session, at: datetime, *, waits: bool) -> datetime:
    if session.person_id is None:
        return at + (_OF_NEWCOMER if waits else _OF_NOBODY)
    staff = Person.objects.filter(pk=session.person_id, is_staff=True).exists()
    return ends_at(staff=staff, since=session.created_at, at=at)
