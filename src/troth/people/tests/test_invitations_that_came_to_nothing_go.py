"""An invitation that nobody accepted goes a week after its end, by itself."""

from datetime import date, timedelta

import pytest

from troth.accounts.models import Account, Invitation
from troth.accounts.restrict import restrict
from troth.erasure.hold import hold
from troth.people.accept import accept
from troth.people.invite import VALID, invite
from troth.people.remove_ended_invitations import remove_ended_invitations
from troth.people.tasks import invitations
from troth.people.withdraw_invitation import withdraw_invitation
from troth.testing import make
from troth.testing.make import NOW

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
MOMENT = timedelta(microseconds=1)


def offer(account: Account, email: str = "friend@elsewhere.example") -> Invitation:
    return invite(account, email, ["support"], by=make.owner(account), at=NOW)[0]


def test_one_that_lapsed_goes_a_week_later() -> None:
    make.in_force("ispsystem")
    offer(make.account())
    assert remove_ended_invitations(at=NOW + VALID + WEEK - MOMENT) == 0
    assert remove_ended_invitations(at=NOW + VALID + WEEK) == 1
    assert not Invitation.objects.exists()


def test_one_that_was_withdrawn_goes_a_week_later() -> None:
    make.in_force("ispsystem")
    account = make.account()
    withdraw_invitation(offer(account), by=make.owner(account), at=NOW)
    assert remove_ended_invitations(at=NOW + WEEK - MOMENT) == 0
    assert remove_ended_invitations(at=NOW + WEEK) == 1


def test_one_that_was_accepted_stays() -> None:
    make.in_force("ispsystem")
    friend = make.verified(make.person())
    accept(offer(make.account(), friend.email), friend, at=NOW)
    assert remove_ended_invitations(at=NOW + 10 * WEEK) == 0


def test_one_of_a_protected_account_stays() -> None:
    make.in_force("ispsystem")
    held, restricted, other = make.account(), make.account(), make.account()
    for account in (held, restricted, other):
        offer(account)
    hold(
        held,
        records=["membership"],
        reason="a law suit",
        owner="legal",
        review_on=date(2040, 1, 1),
        at=NOW,
    )
    restrict(make.owner(restricted), at=NOW)
    assert remove_ended_invitations(at=NOW + 10 * WEEK) == 1
    assert set(Invitation.objects.values_list("account", flat=True)) == {held.pk, restricted.pk}


def test_a_worker_does_it_every_night() -> None:
    make.in_force("ispsystem")
    made = offer(make.account())
    Invitation.objects.filter(pk=made.pk).update(expires_at=NOW - 1000 * WEEK)
    invitations(0)
    assert not Invitation.objects.exists()
