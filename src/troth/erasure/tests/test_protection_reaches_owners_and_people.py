"""What protects an owner protects their account; what protects an account, its people."""

from datetime import date, timedelta

import pytest

from troth.accounts.models import Account, Person
from troth.accounts.reactivate import cancel
from troth.accounts.restrict import restrict
from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.erasure.hold import hold, release
from troth.erasure.keep import keep
from troth.erasure.models import Hold
from troth.messaging.models import Message
from troth.support.models import Ticket, TicketMessage
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = make.NOW.date()


def place(subject: Account | Person, *records: str) -> Hold:
    return hold(
        subject,
        records=records,
        reason="a law suit",
        owner="legal",
        review_on=date(2040, 1, 1),
        at=make.NOW,
    )


def test_a_hold_on_the_owner_keeps_the_accounts_records() -> None:
    make.in_force()
    account = make.full_account()
    owner = make.owner(account)
    placed = place(owner, "ticket")
    foreseen = preview(owner, at=make.NOW).as_counts()
    erasure = erase(owner, at=make.NOW)
    assert Ticket.objects.exists() and not Message.objects.filter(person=owner).exists()
    assert erasure.counts == foreseen
    # What the books keep is told by its own time, not by the hold's.
    assert "ticket" in foreseen["on_hold"] and "invoice" not in foreseen["on_hold"]
    assert foreseen["stays"]["invoice"]["until"] == "2033-06-15"
    release(placed, at=make.NOW)
    keep(on=TODAY, at=make.NOW)
    assert not Ticket.objects.exists() and not Person.objects.exists()


def test_a_held_trusted_person_keeps_their_messages() -> None:
    make.in_force()
    account = make.full_account()
    trusted = make.person()
    make.trusted(account, trusted)
    make.message(trusted, account)
    place(trusted, "*")
    erase(make.owner(account), at=make.NOW)
    assert not Account.objects.exists()
    assert {each.account for each in Message.objects.filter(person=trusted)} == {None}


def test_a_restricted_owner_keeps_the_account() -> None:
    make.in_force("websoft")
    account = make.full_account(at=make.NOW - timedelta(days=900))
    cancel(account, at=make.NOW - timedelta(days=800))
    restrict(make.owner(account), at=make.NOW)
    keep(on=TODAY, at=make.NOW)
    assert Account.objects.filter(pk=account.pk).exists()


@pytest.mark.parametrize("held", [False, True])
def test_who_has_left_goes_by_name_and_what_they_wrote_stays(held: bool) -> None:
    make.in_force("ispsystem")
    account = make.account()
    friend = make.trusted(account, make.person("A Friend"))
    make.ticket(account, author=friend.person)
    if held:
        place(account, "*")
    else:
        restrict(account, at=make.NOW)
    left = signed_in(friend.person).post(f"/account/{account.pk}/leave/")
    assert left.status_code == 302
    foreseen = preview(friend.person, at=make.NOW)
    assert erase(friend.person, at=make.NOW).counts == foreseen.as_counts()
    message = TicketMessage.objects.get()
    assert (message.author_id, message.author_name, message.author_ip) == (None, "", None)
    assert message.body == "It does not work."


def test_a_restricted_account_keeps_its_people() -> None:
    make.in_force()
    account = make.full_account()
    owner, trusted = make.owner(account), make.person()
    make.trusted(account, trusted)
    make.message(trusted, account)
    review = TODAY.replace(year=2030)
    placed = hold(owner, records=["*"], reason="r", owner="o", review_on=review, at=make.NOW)
    erase(owner, at=make.NOW)
    release(placed, at=make.NOW)
    restrict(account, at=make.NOW)
    keep(on=TODAY, at=make.NOW)
    assert Person.objects.filter(pk=owner.pk).exists()
    with pytest.raises(TrothError, match="lift the restriction"):
        erase(trusted, at=make.NOW)
    assert Message.objects.filter(person=trusted).exists()
