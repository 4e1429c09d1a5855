"""What is announced is not collected where it has been paid, ended or disputed meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from troth.billing.irregular import find_irregular
from troth.billing.models import DunningStep, Invoice, Irregularity, Transaction
from troth.billing.owed import owed
from troth.billing.receive import receive
from troth.billing.take_back import take_back
from troth.core.errors import TrothError
from troth.gates.share import NotSharedError, share_many
from troth.gateways.charge import under_way
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.gateways.sepa.bank import BANK
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection, CollectionFile
from troth.gateways.sepa.tests.debits import (
    DUE,
    TODAY,
    announced,
    at,
    handed,
    night,
    owing,
    signed,
)
from troth.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]

BEFORE = DUE - timedelta(days=2)


def paid(invoice: Invoice) -> None:
    receive(invoice.account, 1190, "EUR", at=at(BEFORE), method="cash", allocate={invoice: 1190})


def removed(invoice: Invoice) -> None:
    assert invoice.account
    remove_way(invoice.account, PaymentMethod.objects.get().pk, at=at(BEFORE))


def disputed(invoice: Invoice) -> None:
    assert invoice.account
    find_irregular(invoice.account, Irregularity.Kind.DISPUTE, at=at(BEFORE))


def restricted(invoice: Invoice) -> None:
    assert invoice.account
    invoice.account.restricted_at = at(BEFORE)
    invoice.account.save()


def resting(invoice: Invoice) -> None:
    assert invoice.account
    invoice.account.dunning_rests.create(since=at(BEFORE), reason="agreed")


def lapsed(invoice: Invoice) -> None:
    PaymentMethod.objects.update(ends_on=BEFORE - timedelta(days=1))


@pytest.mark.parametrize("happens", [paid, removed, disputed, restricted, resting, lapsed])
def test_nothing_is_in_the_file_of_what(happens: Callable[[Invoice], None]) -> None:
    invoice, one = announced()
    happens(invoice)
    with pytest.raises(TrothError, match="nothing left to collect"):
        make_file(DUE, at=at(BEFORE))
    night(BEFORE)
    one.refresh_from_db()
    assert one.ended_at and PaymentAttempt.objects.get().ended_at
    assert not CollectionFile.objects.exists() and invoice.pk not in under_way()


def test_of_what_is_paid_in_part_the_rest_is_collected() -> None:
    invoice, one = announced()
    receive(invoice.account, 1000, "EUR", at=at(BEFORE), method="cash", allocate={invoice: 1000})
    make_file(DUE, at=at(BEFORE))
    one.refresh_from_db()
    assert one.amount == PaymentAttempt.objects.get().amount == 190


def test_what_is_owed_again_since_is_not_collected_without_a_word() -> None:
    """Its customer was told of 1.90: no more is taken, and what came back waits for a step."""
    invoice = owing(signed().account)
    first = receive(
        invoice.account, 1000, "EUR", at=at(TODAY), method="cash", allocate={invoice: 1000}
    )
    night(DUE - timedelta(days=14))
    take_back(first, Transaction.Kind.CHARGEBACK, at=at(BEFORE), key="came back")
    assert owed(invoice) == 1190
    make_file(DUE, at=at(BEFORE))
    assert Collection.objects.get().amount == PaymentAttempt.objects.get().amount == 190


def test_each_is_in_one_file() -> None:
    _invoice, one, file = handed()
    with pytest.raises(TrothError, match="nothing left to collect"):
        make_file(DUE, at=at(BEFORE))
    assert list(Collection.objects.values_list("pk", "file")) == [(one.pk, file.pk)]


def test_a_file_that_is_late_collects_on_the_next_day_of_the_banks() -> None:
    announced()
    friday = DUE + timedelta(days=2)
    assert make_file(DUE, at=at(friday)).collect_on == DUE + timedelta(days=5)


def test_a_file_is_not_made_long_before() -> None:
    announced()
    with pytest.raises(TrothError, match="too far away"):
        make_file(DUE, at=at(DUE - timedelta(days=6)))


def test_a_mandate_lapses_three_years_after_it_was_used() -> None:
    handed()
    assert PaymentMethod.objects.get().ends_on == DUE.replace(year=DUE.year + 3)


def test_without_steps_of_dunning_nothing_is_announced() -> None:
    DunningStep.objects.all().delete()
    with pytest.raises(Collection.DoesNotExist):
        announced()


def test_the_bank_is_told_nothing_that_the_policy_does_not_let_go() -> None:
    account = make.account()
    with pytest.raises(NotSharedError):
        share_many(BANK, {account.pk}, {"contact"}, at=at(BEFORE))
    assert share_many(BANK, {account.pk}, {"payment"}, at=at(BEFORE)) == {account.pk}
