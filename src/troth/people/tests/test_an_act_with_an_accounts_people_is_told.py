"""Whoever calls a verb (a page, a command) need not think of telling: it goes with the act."""

import pytest

from troth.accounts.models import Account
from troth.messaging.models import Message
from troth.people.accept import accept
from troth.people.hand_over import hand_over
from troth.people.invite import invite
from troth.people.resend import resend
from troth.people.withdraw_access import withdraw_access
from troth.testing import make
from troth.testing.make import NOW
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


def test_an_invitation_is_mailed_with_its_link(account: Account) -> None:
    owner = make.owner(account)
    invitation, secret = invite(account, "f@elsewhere.example", ["support"], by=owner, at=NOW)
    told = Message.objects.get()
    assert told.address == "f@elsewhere.example" and secret in told.text and told.secret
    invite(account, "f@elsewhere.example", ["support"], by=owner, at=NOW)  # a second click
    assert Message.objects.count() == 1
    _, newer = resend(invitation, by=owner, at=NOW)
    assert newer in Message.objects.latest("pk").text


def test_the_owner_is_told_once_who_has_come(account: Account) -> None:
    friend = make.verified(make.person("A Friend"))
    owner = make.owner(account)
    invitation, _secret = invite(account, friend.email, ["support"], by=owner, at=NOW)
    for _ in range(2):
        accept(invitation, friend, at=NOW)
    told = Message.objects.get(person=owner)
    # By whom is to be seen on the page: a mail that stays would keep a name that is gone.
    assert f"/account/{account.pk}/people/" in told.body and "A Friend" not in told.body


def test_whose_access_is_ended_is_told_and_who_leaves_knows(account: Account) -> None:
    first, second = make.trusted(account, make.person()), make.trusted(account, make.person())
    withdraw_access(first, by=make.owner(account), at=NOW)
    withdraw_access(second, by=second.person, at=NOW)
    assert Message.objects.get().person == first.person


def test_they_read_it_in_their_language_with_what_becomes_of_their_login(account: Account) -> None:
    friend = make.person(language="de")
    make.account(friend)
    there = f"/account/{account.pk}/people/{make.trusted(account, friend).pk}/end/"
    assert signed_in(make.owner(account)).post(there).status_code == 302
    assert "Ihr eigener Zugang bleibt, wie er ist." in Message.objects.get(person=friend).body


def test_the_new_owner_is_told(account: Account) -> None:
    friend = make.trusted(account, make.person())
    hand_over(friend, by=make.owner(account), at=NOW)
    assert Message.objects.get().person == friend.person
