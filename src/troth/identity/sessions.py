"""The browsers that a person is signed in with."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from troth.accounts.models import Person, Session
from troth.core.provider import salt
from troth.portal.access import GetResponse

_OFTEN = timedelta(minutes=5)


def seen(get_response: GetResponse) -> GetResponse:
    """Middleware for whoever is signed in: no page is stored, for the frame of each names them.

    It notes when a session was last used, to five minutes.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        row = getattr(request.session, "row", None)
        if row and row.person_id:
            response.headers.setdefault("Cache-Control", "private, no-store")
            now = timezone.now()
            if row.seen_at < now - _OFTEN:
                Session.objects.filter(pk=row.pk).update(seen_at=now)
        return response

    return respond


def sessions_of(person: Person) -> list[Session]:
    """The sessions that a person can still use, last used first."""
    running = Session.objects.filter(person=person, expire_date__gt=timezone.now())
    return list(running.order_by("-seen_at"))


def public_name(session: Session) -> str:
    """What a page calls a session."""
    key = session.session_key
    return salted_hmac(salt("troth.session"), key, algorithm="sha256").hexdigest()[:32]
