"""The browsers that a person is signed in with."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.accounts.models import Person, Session
from troth.accounts.sessions import ends_at
from troth.core.provider import salt
from troth.portal.access import GetResponse, back_to

_OFTEN = timedelta(minutes=5)


def seen(get_response: GetResponse) -> GetResponse:
    """Middleware for whoever is signed in: no page is stored, for the frame of each names them.

    It notes when a session was last used, to five minutes. Who no longer is signed in is told why,
    and comes back to where they were.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        row = getattr(request.session, "row", None)
        if row and row.person_id:
            response.headers.setdefault("Cache-Control", "private, no-store")
            now = timezone.now()
            if row.seen_at < now - _OFTEN and isinstance(request.user, Person):
                ends = ends_at(staff=request.user.is_staff, since=row.created_at, at=now)
                Session.objects.filter(pk=row.pk).update(seen_at=now, expire_date=ends)
        if getattr(request.session, "lapsed", False) and _asks_to_sign_in(response):
            messages.info(
                request,
                _(
                    "For your security you were signed out after some time. Sign in to continue "
                    "where you were."
                ),
            )
            if request.method == "POST":
                messages.error(request, _("What you just sent was not saved."))
            return redirect_to_login(back_to(request))
        return response

    return respond


def _asks_to_sign_in(response: HttpResponse) -> bool:
    to = response.get("Location", "")
    return response.status_code == 302 and urlsplit(to).path == resolve_url(settings.LOGIN_URL)


def sessions_of(person: Person) -> list[Session]:
    """The sessions that a person can still use, last used first."""
    running = Session.objects.filter(person=person, expire_date__gt=timezone.now())
    return list(running.order_by("-seen_at"))


def public_name(session: Session) -> str:
    """What a page calls a session."""
    key = session.session_key
    return salted_hmac(salt("troth.session"), key, algorithm="sha256").hexdigest()[:32]
