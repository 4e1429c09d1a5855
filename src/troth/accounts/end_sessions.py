"""Sign a person out of their browsers."""

from troth.accounts.models import Person, Session
from troth.accounts.sessions import digest_of


def end_sessions(person: Person, *, but: str | None = None) -> int:
    """End every session of a person, except for the one with the key `but`; how many it were."""
    kept = digest_of(but or "")
    return Session.objects.filter(person=person).exclude(session_key=kept).delete()[0]
