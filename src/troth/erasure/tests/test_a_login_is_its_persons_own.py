"""An account that goes takes along no login of those who were trusted with it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account, Person
from troth.accounts.scopes import SCOPES
from troth.erasure.keep import keep
from troth.people.accept import accept
from troth.people.invite import invite
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def friend_of(account: Account) -> Person:
    """Somebody whom the owner of an account trusts with it, and nobody else with anything."""
    friend = make.verified(make.person("A Friend"))
    now = timezone.now()
    invitation, _secret = invite(account, friend.email, SCOPES, by=make.owner(account), at=now)
    accept(invitation, friend, at=now)
    return friend


def night(days: int) -> None:
    now = timezone.now() + timedelta(days=days)
    keep(on=now.date(), at=now)


def is_there(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk).exists()


def test_whose_account_is_erased_is_told_of_before_and_after(mailbox: Mailbox) -> None:
    make.in_force("soffront")
    account = make.account()
    owner = customer(account)
    friend = friend_of(account)
    client = signed_in(owner)
    assert "A Friend" in client.get("/privacy-centre/erase/").content.decode()
    client.post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    before = text_of(mailbox.last_to(friend.email))
    assert "“An Account”" in before and "Your login stays until" in before
    night(3)
    assert not Account.objects.exists() and not is_there(owner) and is_there(friend)
    mailbox.fetch(at=timezone.now() + timedelta(days=4))
    after = text_of(mailbox.last_to(friend.email))
    assert "has been erased" in after and "An Account" not in after
    receipt = Client().get(mailbox.link_to(owner.email)).content.decode()
    assert "Other people lose their access" in receipt and "A Friend" not in receipt
    night(9)
    assert is_there(friend)
    night(10)
    assert not is_there(friend)


def test_who_comes_to_another_account_in_time_stays() -> None:
    make.in_force("soffront")
    account = make.account()
    owner = customer(account)
    friend = friend_of(account)
    signed_in(owner).post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    night(3)
    make.trusted(make.account(), friend)
    night(20)
    assert is_there(friend)


def test_who_loses_an_access_keeps_the_login_for_a_week(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    account = make.account()
    friend = friend_of(account)
    member = account.memberships.get(person=friend)
    signed_in(make.owner(account)).post(f"/account/{account.pk}/people/{member.pk}/end/")
    assert "Your login stays until" in text_of(mailbox.last_to(friend.email))
    assert (
        "Your login stays until" in signed_in(friend).get("/account/", follow=True).content.decode()
    )
    night(6)
    assert is_there(friend)
    night(7)
    assert not is_there(friend)


def test_who_leaves_is_told_first_what_becomes_of_the_login() -> None:
    make.in_force("softsys")
    account = make.account()
    page = signed_in(friend_of(account)).get(f"/account/{account.pk}/leave/").content.decode()
    assert "Your login stays until" in page


def test_where_people_do_not_go_with_accounts_the_login_stays(mailbox: Mailbox) -> None:
    people = '[keep.people]\nrecords = ["person", '
    apart = '[keep.person]\nfrom = "inactivity"\nfor = "3 years"\n\n[keep.people]\nrecords = ['
    make.in_force(make.changed("softsys", (people, apart)))
    account = make.account()
    friend = friend_of(account)
    member = account.memberships.get(person=friend)
    signed_in(make.owner(account)).post(f"/account/{account.pk}/people/{member.pk}/end/")
    assert "for as long as the privacy policy says" in text_of(mailbox.last_to(friend.email))
    night(30)
    assert is_there(friend)


def test_the_policy_page_says_so() -> None:
    make.in_force("softsys")
    page = Client().get("/privacy/").content.decode()
    assert "someone else trusted with the account stays 7 days longer" in page


def test_a_closed_accounts_owner_goes_with_it_and_who_is_trusted_later() -> None:
    make.in_force("soffront")
    account = make.account()
    owner = customer(account)
    friend = friend_of(account)
    signed_in(owner).post(f"/account/{account.pk}/close/", {"confirmation": PASSWORD})
    night(29)
    assert is_there(owner)
    night(30)
    assert not is_there(owner) and is_there(friend)
    assert Person.objects.get(pk=friend.pk).left_at.date() > date.today()  # type: ignore[union-attr]
    night(37)
    assert not is_there(friend)
