"""Do what was asked, and answer: one act for each right."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.accounts.restrict import restrict_all
from troth.copies.ask_copy import ask_copy
from troth.copies.export import Format
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.erasure.erase import erase, refuse_where_it_must_not
from troth.gates.consent import object_to_marketing, withdraw
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send_to_stranger
from troth.publishing.running import plan_on
from troth.requests.answer import answer, refuse_unverified
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.wording import fill
from troth.support.inquiries.claim import claim


@enforces("right.erase", "right.erase-*", "right.reseller-erase")
@act
def carry_out_erasure(request: RightsRequest, text: str, *, at: datetime) -> UUID:
    """Erase whoever asked, and mail the receipt to where they could last be reached.

    The request goes with the person; the journal keeps that it was answered, and when. Returns
    the receipt's number. Raises TrothError as `erase` does, and while it is not sure who asks.
    """
    person = _person(request)
    # Locked as the erasure locks them, so that a request taken back meanwhile is seen here.
    refuse_where_it_must_not(person, owned_accounts(person), plan_on(at.date()))
    current = locked(request)
    refuse_unverified(current, at=at)
    with in_language_of(current.person, at=at):
        subject = _("Your data is erased")
    erasure = erase(person, at=at, rule=current.rule)
    body = fill(text, {"link": link("receipt", erasure.receipt)})
    # Where a hold kept the person, the request is still there to be looked at.
    RightsRequest.objects.filter(pk=current.pk).update(answer=body)
    send_to_stranger(person.email, None, subject=subject, body=body, at=at)
    return erasure.receipt


@enforces("right.access", "right.export")
@act
def carry_out_copy(request: RightsRequest, text: str, *, at: datetime, format: Format) -> None:
    """Have a copy made of all that is held about whoever asked; it is fetched with a sign-in."""
    person = _sure(request, at=at)
    claim(person)
    ask_copy(person, format, at=at, rule=request.rule)
    answer(request, text, at=at)


@enforces("right.restrict")
@act
def carry_out_restriction(request: RightsRequest, text: str, *, at: datetime) -> None:
    """Restrict processing for whoever asked and for the accounts that they own."""
    restrict_all(_sure(request, at=at), at=at)
    answer(request, text, at=at)


@enforces("right.object")
@act
def carry_out_objection(request: RightsRequest, text: str, *, at: datetime) -> None:
    """End every consent to marketing of whoever asked."""
    object_to_marketing(_sure(request, at=at), at=at, channel=request.channel)
    answer(request, text, at=at)


@enforces("right.withdraw")
@act
def carry_out_withdrawal(
    request: RightsRequest, text: str, *, at: datetime, consents: Iterable[str]
) -> None:
    """Withdraw the consents that whoever asked no longer gives."""
    person = _sure(request, at=at)
    for consent in consents:
        withdraw(person, consent, at=at, channel=request.channel)
    answer(request, text, at=at)


def _sure(request: RightsRequest, *, at: datetime) -> Person:
    """Who asked, once that is sure; the request is locked. Raises TrothError."""
    refuse_unverified(locked(request), at=at)
    return _person(request)


def _person(request: RightsRequest) -> Person:
    if request.person is None:
        raise TrothError(_("Say first whom the request is about: verify who asks."))
    return request.person
