"""Who asks to be let in shows first that they read the mail of the address which they gave.

Only then staff can make that address the way in: one that was mistyped is somebody else's.
"""

from datetime import datetime, timedelta

from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.core.provider import salt
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send, send_to_stranger
from troth.portal.access import outside_the_wall, unstored
from troth.requests.confirm_sender import confirm_sender, has_confirmed_sender
from troth.requests.models import RightsRequest

_GOOD_FOR = timedelta(days=3)


def ask_to_confirm(request: RightsRequest, *, at: datetime, reads: str = "") -> None:
    """Mail a link to the sender of a request. `reads`: the language of the page they are on."""
    with in_language_of(request.person, at=at, reads=reads):
        subject = _("Please confirm that we reach you here")
        body = _(
            "Somebody asked us to be let into an account again, and to be reached at this "
            "address. If it was you, open this page and say so; only then can we go on. The link "
            "is good for three days:\n\n%(link)s\n\nIf it was not you, you need to do nothing."
        ) % {"link": link("recover_confirm", _signer(request).sign(str(request.pk)))}
    if request.person:
        address = request.sender
        send(request.person, subject=subject, body=body, at=at, address=address, secret=True)
    else:
        send_to_stranger(request.sender, None, subject=subject, body=body, at=at, secret=True)


@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall
@unstored
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """What the link leads to: a button, for mail programs open links by themselves."""
    found = _found(key)
    if found is None:
        return render(request, "portal/identity/recover_over.html", status=410)
    if request.method == "POST":
        confirm_sender(found, at=timezone.now())
    if has_confirmed_sender(found):
        messages.success(request, _("Thank you. We write to you here once it is sure who asks."))
        return redirect("account_login")
    return render(request, "portal/identity/recover_confirm.html", {"address": found.sender})


def _found(key: str) -> RightsRequest | None:
    """The open request to whose sender a link went; None once it has another."""
    number = key.partition(":")[0]
    waiting = RightsRequest.objects.filter(right="recover", state=RightsRequest.State.OPEN)
    request = waiting.filter(pk=int(number)).first() if number.isdecimal() else None
    try:
        return request if request and _signer(request).unsign(key, max_age=_GOOD_FOR) else None
    except BadSignature:
        return None


def _signer(request: RightsRequest) -> TimestampSigner:
    """Of one address: a link that went to a mistyped one ends when that is corrected."""
    return TimestampSigner(salt=salt(f"troth.portal.reached {request.sender}"))
