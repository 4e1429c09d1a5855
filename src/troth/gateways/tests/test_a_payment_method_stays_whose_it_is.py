"""What a gateway tells of a payment method that is known here changes it for its owner alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.gateways.choose_way import choose_way
from troth.gateways.gateway import Kept
from troth.gateways.installed import gateways
from troth.gateways.keep_way import keep_way
from troth.gateways.models import PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.gateways.tell_ending import tell_ending
from troth.gateways.tests.telling import switch_on
from troth.testing import make

pytestmark = pytest.mark.django_db
NOW = make.NOW
SOON = NOW.date() + timedelta(days=20)
VISA = Kept("way_1", "cus_1", "card", "Visa 4242", SOON)


@pytest.fixture
def account(settings: Settings) -> Account:
    """Whose it is, and by which what falls due is taken."""
    switch_on(settings)
    made = make.account(at=NOW)
    assert kept(made, VISA)
    return made


def kept(account: Account, told: Kept) -> PaymentMethod | None:
    return keep_way(account, "pretend", told, gateways()["pretend"], by=None, at=NOW)


def test_told_of_somebody_else_it_stays_theirs(account: Account) -> None:
    assert kept(make.account(at=NOW), replace(VISA, label="Visa 1111")) is None
    way = PaymentMethod.objects.get()
    assert (way.account, way.label) == (account, "Visa 4242")


def test_what_was_removed_stays_removed(account: Account) -> None:
    remove_way(account, PaymentMethod.objects.get().pk, at=NOW)
    assert kept(account, replace(VISA, label="Visa 1111")) is None
    way = PaymentMethod.objects.get()
    assert way.removed_at and way.default_since is None
    assert way.label == "Visa 4242"


def test_nor_is_it_chosen_again(account: Account) -> None:
    number = PaymentMethod.objects.get().pk
    remove_way(account, number, at=NOW)
    with pytest.raises(TrothError, match="has been removed"):
        choose_way(account, number, at=NOW)
    assert PaymentMethod.objects.get().default_since is None


def test_that_it_ends_is_told_again_where_it_ends_on_another_day(account: Account) -> None:
    assert (tell_ending(at=NOW), tell_ending(at=NOW)) == (1, 0)
    assert kept(account, VISA)
    assert tell_ending(at=NOW) == 0, "it is the same day"
    assert kept(account, replace(VISA, ends=SOON + timedelta(days=5)))
    assert (tell_ending(at=NOW), tell_ending(at=NOW)) == (1, 0)


def test_of_a_second_card_that_ends_nobody_is_told(account: Account) -> None:
    tell_ending(at=NOW)
    assert kept(account, replace(VISA, reference="way_2"))
    assert tell_ending(at=NOW) == 0
