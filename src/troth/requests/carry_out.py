"""Do what was asked, and answer: one act for each right that needs no other room."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.restrict import restrict_all
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.agree_to_share import withdraw_share
from troth.gates.consent import object_to_marketing, stop_using, withdraw
from troth.gates.opt_out import opt_out
from troth.requests.answer import answer, refuse_unverified
from troth.requests.locked import locked
from troth.requests.models import RightsRequest


@act
def carry_out_restriction(request: RightsRequest, text: str, *, at: datetime) -> None:
    """Restrict processing for whoever asked and for the accounts that they own."""
    restrict_all(surely_asked_by(request, at=at), at=at)
    answer(request, text, at=at)


@act
def carry_out_objection(request: RightsRequest, text: str, *, at: datetime) -> None:
    """End every consent to marketing of whoever asked."""
    object_to_marketing(surely_asked_by(request, at=at), at=at, channel=request.channel)
    answer(request, text, at=at)


@act
def carry_out_objection_to_use(
    request: RightsRequest, text: str, *, at: datetime, purposes: Iterable[str]
) -> None:
    """End the purposes that do not weigh more than the reasons of whoever asked."""
    person = surely_asked_by(request, at=at)
    stop_using(person, purposes, at=at, channel=request.channel)
    answer(request, text, at=at)


@act
def carry_out_opt_out(request: RightsRequest, text: str, *, at: datetime) -> None:
    """Have the data of whoever asked neither sold nor shared."""
    opt_out(surely_asked_by(request, at=at), at=at, channel=request.channel)
    answer(request, text, at=at)


@act
def carry_out_withdrawal(
    request: RightsRequest, text: str, *, at: datetime, consents: Iterable[str]
) -> None:
    """Withdraw the consents that whoever asked no longer gives.

    consents: those of the policy by name, and `share.X` for one that a recipient is told something.
    """
    person = surely_asked_by(request, at=at)
    for consent in consents:
        if consent.startswith("share."):
            recipient = consent.removeprefix("share.")
            withdraw_share(person, recipient, at=at, channel=request.channel)
        else:
            withdraw(person, consent, at=at, channel=request.channel, asked=True)
    answer(request, text, at=at)


def surely_asked_by(request: RightsRequest, *, at: datetime) -> Person:
    """Who asked, once that is sure; the request is locked. Raises TrothError."""
    current = locked(request)
    refuse_unverified(current, at=at)
    return asked_by(current)


def asked_by(request: RightsRequest) -> Person:
    """Who asked, whose own data is then dealt with.

    Raises TrothError while that is not known, and where somebody else's data is meant: no act on a
    request reaches whoever asks but by this.
    """
    if request.whose:
        raise TrothError(
            _(
                "This is about someone else’s data. Handle it by hand, and answer with what was "
                "done."
            )
        )
    if request.person is None:
        raise TrothError(_("First say whom the request is about: verify who is asking."))
    return request.person
