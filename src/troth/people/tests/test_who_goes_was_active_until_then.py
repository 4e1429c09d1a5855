"""Whoever leaves an account was active as long as it was in use, whatever they could see of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Account, Membership, Person
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

LATELY = timedelta(minutes=5)


def in_use() -> tuple[Account, Membership]:
    """An account with a running service, and somebody trusted who sees no services."""
    make.in_force("softsys")
    account = make.account()
    make.service(account)
    return account, make.trusted(account, make.person("A Friend"))


def test_by_themselves() -> None:
    account, friend = in_use()
    browser = signed_in(friend.person)
    Person.objects.filter(pk=friend.person_id).update(last_seen_at=make.LONG_AGO)
    browser.post(f"/account/{account.pk}/leave/")
    assert not Membership.objects.filter(pk=friend.pk).exists()
    assert Person.objects.get(pk=friend.person_id).last_seen_at > timezone.now() - LATELY


def test_by_the_owner() -> None:
    account, friend = in_use()
    Person.objects.filter(pk=friend.person_id).update(last_seen_at=make.LONG_AGO)
    signed_in(make.owner(account)).post(f"/account/{account.pk}/people/{friend.pk}/end/")
    assert not Membership.objects.filter(pk=friend.pk).exists()
    assert Person.objects.get(pk=friend.person_id).last_seen_at > timezone.now() - LATELY
