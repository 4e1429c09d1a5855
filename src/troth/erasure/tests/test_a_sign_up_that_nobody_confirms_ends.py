"""Whoever signs up and does not confirm their address is erased in the night the policy names."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from troth.accounts.email import confirm_email
from troth.accounts.models import Account, Person
from troth.core.day import day_at
from troth.erasure.foresee import foresee
from troth.erasure.keep import keep
from troth.identity.tests.sign_up_data import post, typed
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db

WITHIN = ("[collect.account]\n", '[collect.account]\nconfirm_within = "7 days"\n')


def night(days: int) -> None:
    later = timezone.now() + timedelta(days=days)
    keep(on=day_at(later), at=later)


def signs_up() -> Person:
    policy = make.changed("softsys", WITHIN)
    make.in_force(policy)
    post(typed(edition=policy.digest))
    return Person.objects.get()


def test_in_the_night_of_that_day_and_not_before() -> None:
    signs_up()
    night(6)
    later = timezone.now() + timedelta(days=7)
    foreseen = foresee(on=day_at(later), at=timezone.now()).by_rule()
    assert foreseen["collect.account", "person"].erased["account"] == 1
    assert Person.objects.exists()
    night(7)
    assert not Person.objects.exists() and not Account.objects.exists()
    assert Entry.objects.get(event="person.erased").rule == "collect.account"


@pytest.mark.parametrize("stays", ["confirmed", "served", "unasked"])
def test_whoever_confirmed_or_is_served_stays_and_so_does_everybody_elsewhere(stays: str) -> None:
    person = signs_up()
    match stays:
        case "confirmed":
            confirm_email(EmailAddress.objects.get(user=person), at=timezone.now())
        case "served":
            make.service(Account.objects.get(), at=timezone.now())
        case "unasked":
            make.in_force("softsys")
    night(8)
    assert Person.objects.exists()
    assert not Message.objects.filter(subject__icontains="receipt").exists()
