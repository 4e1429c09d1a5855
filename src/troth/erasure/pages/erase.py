"""Have my data erased: the preview, the act or the request, and the way back."""

from datetime import datetime
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Membership, Person
from troth.accounts.owned import subjects_of
from troth.core.errors import TrothError
from troth.core.provider import salt
from troth.erasure.ask_erasure import ask_erasure, take_back, waiting_of, would_wait_until
from troth.erasure.erase import erase
from troth.erasure.events import PERSON_ERASED
from troth.erasure.pages.foreseen import foreseen
from troth.erasure.stop_erasure import named_by, stop_erasure
from troth.erasure.wait import carried_out_on
from troth.gates.recipients import recipients
from troth.journal.models import Entry
from troth.messaging.link import link
from troth.policy.about import rule_about
from troth.policy.describe import describe
from troth.policy.parse import Policy
from troth.policy.rights import at_once, by_asking_here, contact, right_to
from troth.portal import errors
from troth.portal.access import me, memberships, outside_the_wall, personal, unstored
from troth.portal.forms import ConfirmForm
from troth.portal.proof import proved
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest
from troth.requests.their_own import THEIR_OWN


class EraseForm(ConfirmForm):
    """Confirms an erasure."""

    word = "ERASE"


@outside_the_wall
@sensitive_post_parameters("confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def erase_me(request: HttpRequest) -> HttpResponse:
    """Show what an erasure would take and leave; carry it out, or take the request."""
    if request.method == "POST" and not request.user.is_authenticated:
        # The second of two clicks: the first has taken the session along.
        return _receipt_of(request) or redirect("account_login")
    return cast(HttpResponse, _erase_me(request))


@personal
@proved(by_form=True)
def _erase_me(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    right = right_to("erase", policy)
    form = EraseForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            return errors.too_many(request)
        if form.is_valid():
            return _answer(request, person, policy)
    until = person.erasure_waits_until
    if not until and at_once(right):
        until = _waits_until(person, policy, at=now)
    context = {
        "form": form,
        "person": person,
        "address": link("receipt", person.pseudonym),
        "request_of_mine": waiting_of(person).filter(THEIR_OWN).first(),
        "others": other_requests(person),
        "restricted": person.restricted_at,
        "owned": [m.account for m in memberships(request) if m.role == Membership.Role.OWNER],
        "told": sorted(
            {name for names in recipients(subjects_of(person), policy).values() for name in names}
        ),
        "at_once": at_once(right),
        "until": until,
        "on": until and carried_out_on(until),
        "by_asking_here": by_asking_here(right),
        "sentence": describe(right, "erase") if right else "",
        "contact": contact(right, policy),
        "once": _once().sign(str(person.pseudonym)),
    } | foreseen(person, policy, at=now)
    return render(request, "erasure/erase.html", context)


def _answer(request: HttpRequest, person: Person, policy: Policy) -> HttpResponse:
    right, now = right_to("erase", policy), timezone.now()
    if at_once(right) and _waits_until(person, policy, at=now) is None:
        try:
            erasure = erase(person, at=now)
        except TrothError:
            # Of two clicks at the same moment, this one came second.
            if done := _receipt_of(request):
                return done
            raise
        logout(request)
        return redirect("receipt", erasure.receipt)
    if at_once(right) or by_asking_here(right):
        ask_erasure(person, at=now)
    return redirect("erase")


def other_requests(person: Person) -> QuerySet[RightsRequest]:
    """What else they have asked and wait for, which ends with an erasure."""
    waiting = RightsRequest.objects.filter(person=person, state=RightsRequest.State.OPEN)
    return waiting.exclude(right="erase").order_by("asked_at", "pk")


def _waits_until(person: Person, policy: Policy, *, at: datetime) -> datetime | None:
    """Until when an erasure that is asked for now, and done without staff, can be stopped."""
    return would_wait_until(person, rule_about("right.erase", policy), policy, at=at)


@outside_the_wall  # the link may be somebody else's than who is signed in here
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link of the mail would stop, or stop it. Opening it alone does nothing."""
    waits = named_by(token)
    if request.method == "POST":
        stop_erasure(token, at=timezone.now())
    context = {"waits": waits, "done": bool(waits) and request.method == "POST"}
    return render(request, "erasure/stop.html", context)


@require_POST
@personal
def take_back_request(request: HttpRequest) -> HttpResponse:
    """Take back a request for erasure that has not been carried out."""
    take_back(me(request), at=timezone.now())
    messages.success(request, _("Your request has been withdrawn. Nothing was erased."))
    return redirect("my_data")


def _receipt_of(request: HttpRequest) -> HttpResponse | None:
    """The receipt of the erasure that this very form has already led to."""
    try:
        pseudonym = _once().unsign(request.POST.get("once", ""), max_age=3600)
    except signing.BadSignature:
        return None
    erased = Entry.objects.filter(subject=pseudonym, event=PERSON_ERASED).first()
    return redirect("receipt", erased.receipt) if erased else None


def _once() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=salt("troth.portal.erase"))
