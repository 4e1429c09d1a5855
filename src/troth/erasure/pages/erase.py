"""Have my data erased: the preview, the act or the request, and the way back."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Account, Membership, Person
from troth.accounts.owned import subjects_of
from troth.accounts.reactivate import cancel, reactivate, reactivation
from troth.core.errors import TrothError
from troth.core.provider import salt
from troth.erasure.ask_erasure import ask_erasure, take_back
from troth.erasure.erase import erase
from troth.erasure.events import PERSON_ERASED
from troth.erasure.pages.foreseen import foreseen
from troth.gates.recipients import recipients
from troth.journal.models import Entry
from troth.messaging.link import link
from troth.policy.describe import describe
from troth.policy.parse import Policy
from troth.policy.rights import at_once, by_asking_here, contact, right_to
from troth.portal import errors
from troth.portal.access import me, memberships, of_account, outside_the_wall, personal, unstored
from troth.portal.forms import ConfirmForm
from troth.portal.proof import proved
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest


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
    policy = policy_on(now.date())
    person = me(request)
    right = right_to("erase", policy)
    form = EraseForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            return errors.too_many(request)
        if form.is_valid():
            return _answer(request, person, policy)
    context = {
        "form": form,
        "person": person,
        "address": link("receipt", person.pseudonym),
        "request_of_mine": _waiting(person),
        "closable": closable(request, policy),
        "told": sorted(
            {name for names in recipients(subjects_of(person), policy).values() for name in names}
        ),
        "at_once": at_once(right),
        "by_asking_here": by_asking_here(right),
        "sentence": describe(right, "erase") if right else "",
        "contact": contact(right, policy),
        "once": _once().sign(str(person.pseudonym)),
    } | foreseen(person, policy, at=now)
    return render(request, "erasure/erase.html", context)


def _answer(request: HttpRequest, person: Person, policy: Policy) -> HttpResponse:
    right = right_to("erase", policy)
    if at_once(right):
        try:
            erasure = erase(person, at=timezone.now())
        except TrothError:
            # Of two clicks at the same moment, this one came second.
            if done := _receipt_of(request):
                return done
            raise
        logout(request)
        return redirect("receipt", erasure.receipt)
    if by_asking_here(right):
        ask_erasure(person, at=timezone.now())
    return redirect("erase")


@require_POST
@personal
def take_back_request(request: HttpRequest) -> HttpResponse:
    """Take back a request for erasure that has not been carried out."""
    take_back(me(request), at=timezone.now())
    messages.success(request, _("Your request is taken back. Nothing was erased."))
    return redirect("my_data")


@dataclass(frozen=True)
class Closable:
    """An account that is closed and taken up again as the policy allows.

    until: the day before which it can come back, if it were closed today or since it was.
    """

    account: Account
    until: date


def closable(request: HttpRequest, policy: Policy) -> list[Closable]:
    """The accounts that I own and can close, or take up again; none where the policy has no way."""
    offered = reactivation(policy)
    if offered is None:
        return []
    _rule, term = offered
    today = timezone.now().date()
    mine = [m.account for m in memberships(request) if m.role == Membership.Role.OWNER]
    return [
        Closable(account, term.after(since.date() if since else today))
        for account in mine
        for since in [account.cancelled_at]
    ]


@require_POST
@of_account(owner=True)
def close(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Close an account, or take it up again, where the policy has a way back."""
    if not closable(request, policy_on(timezone.now().date())):
        raise Http404
    if request.POST.get("choice") == "reopen":
        reactivate(membership.account, at=timezone.now(), by=me(request))
        messages.success(request, _("Your account is open again, as it was."))
    else:
        cancel(membership.account, at=timezone.now(), by=me(request))
        messages.success(request, _("Your account is closed."))
    return redirect("erase")


def _waiting(person: Person) -> RightsRequest | None:
    """My request for erasure that waits for its answer."""
    waiting = RightsRequest.objects.filter(person=person, state=RightsRequest.State.OPEN)
    return waiting.filter(right="erase").first()


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
