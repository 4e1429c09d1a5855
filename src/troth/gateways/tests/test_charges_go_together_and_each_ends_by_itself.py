"""Charges that a night makes together: what is wrong with one of them is its own affair."""

from dataclasses import replace
from typing import Any

import pytest

from troth.billing.models import Invoice, Payment
from troth.billing.owed import owed
from troth.calls import carry_out_some
from troth.calls.models import Call
from troth.calls.work import LEASE, work_due, work_together
from troth.gateways import charge_alike
from troth.gateways.ask_gateway import AskGateway
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.gateways.tests import test_what_is_owed_is_taken_by_the_way_that_is_kept as charges
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE, Pretend

pytestmark = pytest.mark.django_db(transaction=True)
steps = charges.steps
NOW, TODAY = charges.NOW, charges.TODAY


def removed(invoice: Invoice) -> None:
    assert invoice.account
    remove_way(invoice.account, PaymentMethod.objects.get(account=invoice.account).pk, at=NOW)


def ended(invoice: Invoice) -> None:
    PaymentAttempt.objects.filter(invoice=invoice).update(ended_at=NOW)


@pytest.mark.parametrize("stands", [charges.restricted, charges.paid, removed, ended])
def test_what_came_in_the_way_since_it_was_begun_has_that_one_not_taken(
    pretend: Counterpart, steps: None, stands: Any
) -> None:
    first, second, third = (charges.due(pretend) for _ in range(3))
    charge(on=TODAY, at=NOW)
    stands(second)
    booked = Payment.objects.filter(method="pretend")
    work_due(at=NOW)
    handle_open(at=NOW)
    assert {each.account for each in booked} == {first.account, third.account}
    refused = Call.objects.get(row=PaymentAttempt.objects.get(invoice=second).pk, verb="charge")
    assert refused.refused_at and refused.why


@pytest.mark.parametrize("stands", [charges.restricted, charges.paid, removed, ended])
def test_so_has_what_comes_in_the_way_while_others_are_asked(
    pretend: Counterpart, steps: None, monkeypatch: pytest.MonkeyPatch, stands: Any
) -> None:
    first, second = charges.due(pretend), charges.due(pretend)
    charge(on=TODAY, at=NOW)
    does, meanwhile = Pretend.charge, [second]

    def slow(self: Any, kept: str, payer: Any, due: Any) -> Any:
        while meanwhile:
            stands(meanwhile.pop())
        return does(self, kept, payer, due)

    monkeypatch.setattr(charge_alike, "FRESH", -1.0)
    monkeypatch.setattr(Pretend, "charge", slow)
    booked = Payment.objects.filter(method="pretend")
    assert work_together(at=NOW) == 2
    handle_open(at=NOW)
    assert [each.account for each in booked] == [first.account]


def test_who_has_to_agree_first_is_asked_for_each(pretend: Counterpart, steps: None) -> None:
    charges.due(pretend)
    charge(on=TODAY, at=NOW)
    PublishedPolicy.objects.all().delete()
    make.in_force(make.changed("softsys", rules=f'{SHARE}when = "consent"\n'))
    work_due(at=NOW)
    assert "before you agree" in Call.objects.get().why


@pytest.mark.parametrize("does", ["declined", "asks", "underway"])
def test_what_is_not_paid_ends_beside_what_is(pretend: Counterpart, steps: None, does: str) -> None:
    first, other = charges.due(pretend), charges.due(pretend, does)
    charge(on=TODAY, at=NOW)
    assert work_together(at=NOW) == 2
    handle_open(at=NOW)
    assert owed(first) == 0 < owed(other)
    assert Call.objects.filter(done_at=NOW).count() == 2


def test_an_answer_that_cannot_be_stored_keeps_no_other(
    pretend: Counterpart, steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = charges.due(pretend), charges.due(pretend)
    charge(on=TODAY, at=NOW)
    key = PaymentAttempt.objects.get(invoice=first).key
    does = Pretend.charge

    def spoilt(self: Any, kept: str, payer: Any, due: Any) -> Any:
        said = does(self, kept, payer, due)
        return replace(said, reference="\0") if due.key == key else said

    with monkeypatch.context() as patch:
        patch.setattr(Pretend, "charge", spoilt)
        work_due(at=NOW)
    handle_open(at=NOW)
    assert owed(second) == 0 < owed(first)
    work_due(at=NOW + LEASE)  # it is looked up, and not taken again
    handle_open(at=NOW + LEASE)
    assert owed(first) == 0
    assert Payment.objects.count() == 2


def test_what_is_not_asked_in_time_is_for_others(
    pretend: Counterpart, steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        charges.due(pretend)
    charge(on=TODAY, at=NOW)
    monkeypatch.setattr(carry_out_some, "SPAN", 0.0)
    assert work_together(at=NOW) == 1
    left = Call.objects.filter(done_at=None)
    assert [(call.tries, call.claimed_at, call.next_at) for call in left] == [(0, None, NOW)] * 2
    work_due(at=NOW)
    handle_open(at=NOW)
    assert Payment.objects.count() == 3


def test_what_cannot_be_read_together_is_asked_one_by_one(
    pretend: Counterpart, steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = charges.due(pretend), charges.due(pretend)
    charge(on=TODAY, at=NOW)

    def broken(self: AskGateway, calls: object, *, at: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(AskGateway, "read", broken)
    work_due(at=NOW)
    handle_open(at=NOW)
    assert owed(first) == owed(second) == 0
