"""The page from which a person guards their sign-in, with the sessions and the history."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.delete_one import deletable
from troth.accounts.device import device_name
from troth.accounts.email import proposed_email
from troth.accounts.end_sessions import end_sessions
from troth.accounts.models import Person, Signin
from troth.accounts.sessions import digest_of
from troth.identity.sessions import public_name, sessions_of
from troth.portal.access import me, personal
from troth.portal.paging import listing
from troth.publishing.running import policy_on

_RECENT = 5


@require_safe
@personal
def security(request: HttpRequest) -> HttpResponse:
    """Everything about how a person signs in."""
    person = me(request)
    keys = Authenticator.objects.filter(user=person).order_by("pk")
    by_type = {kind: [k for k in keys if k.type == kind] for kind in Authenticator.Type}
    codes = by_type[Authenticator.Type.RECOVERY_CODES]
    context = {
        "proposed": proposed_email(person),
        "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "passkeys": by_type[Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "sessions": [
            {
                "session": session,
                "name": public_name(session),
                "device": device_name(session.user_agent),
                "this": session.pk == digest_of(request.session.session_key or ""),
            }
            for session in sessions_of(person)
        ],
        "signins": _told(_signins(person)[:_RECENT]),
    }
    return render(request, "identity/security.html", context)


@require_safe
@personal
def history(request: HttpRequest) -> HttpResponse:
    """Every sign-in and every attempt at one that is still kept, the latest first."""
    found = listing(request, _signins(me(request)), by="at")
    context = {
        "listing": found,
        "signins": _told(found.rows),
        "deletable": deletable("signin", policy_on(timezone.now())),
    }
    return render(request, "identity/history.html", context)


@require_POST
@personal
def end_session(request: HttpRequest, name: str) -> HttpResponse:
    """Sign one browser out."""
    mine = sessions_of(me(request))
    session = next((session for session in mine if public_name(session) == name), None)
    if session is None:
        raise Http404
    session.delete()
    messages.success(request, _("That browser is signed out."))
    return redirect("security")


@require_POST
@personal
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out."""
    end_sessions(me(request), but=request.session.session_key)
    messages.success(request, _("All other browsers are signed out."))
    return redirect("security")


def _signins(person: Person) -> QuerySet[Signin]:
    return Signin.objects.filter(person=person, deleted_at=None).order_by("-at", "-pk")


def _told(signins: Iterable[Signin]) -> list[dict[str, Any]]:
    return [{"signin": each, "device": device_name(each.user_agent)} for each in signins]
