"""A payment that came through a gateway is paid back by it, in part or whole, and never twice."""

import pytest

from troth.billing.charge_back import charge_back
from troth.billing.models import Invoice, Payment
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.calls.models import Call
from troth.calls.work import LEASE, work_due
from troth.core.errors import TrothError
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.pay_back import pay_back
from troth.gateways.tests import test_what_is_owed_is_taken_by_the_way_that_is_kept as charges
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)
steps = charges.steps
NOW = make.NOW


@pytest.fixture
def invoice(pretend: Counterpart, steps: None) -> Invoice:
    """One that was paid by a card."""
    made = charges.due(pretend)
    assert charges.night() == 1
    return made


def back(amount: int) -> None:
    payment = Payment.objects.get(amount__gt=0)
    assert pay_back(payment, amount, reopen=True, at=NOW)


def test_it_is_in_the_books_once_the_gateway_says_so(invoice: Invoice) -> None:
    back(500)
    assert owed(invoice) == 0, "nothing has gone yet"
    work_due(at=NOW)
    assert owed(invoice) == 500
    assert Payment.objects.get(amount=-500).sent_at


@pytest.mark.parametrize("how", ["before", "after", "half"])
def test_in_doubt_it_is_looked_up(invoice: Invoice, pretend: Counterpart, how: str) -> None:
    pretend.misbehave(how)
    back(500)
    work_due(at=NOW)
    assert Call.objects.latest("pk").in_doubt_since
    work_due(at=NOW + LEASE)
    assert [*Payment.objects.filter(amount__lt=0).values_list("amount", flat=True)] == [-500]


def test_while_it_goes_back_no_more_of_it_does(invoice: Invoice) -> None:
    back(500)
    with pytest.raises(TrothError, match="already refunding"):
        back(100)
    work_due(at=NOW)
    back(690)
    work_due(at=NOW)
    with pytest.raises(TrothError):
        back(1)


def test_out_of_a_balance_goes_what_is_in_it(invoice: Invoice) -> None:
    payment = Payment.objects.get()
    with pytest.raises(TrothError):
        pay_back(payment, 1, at=NOW)
    receive(invoice.account, 300, "EUR", at=NOW, method="cash")
    with pytest.raises(TrothError):
        pay_back(payment, 301, at=NOW)
    assert pay_back(payment, 300, at=NOW)
    work_due(at=NOW)
    assert invoice.account and balance(invoice.account, "EUR") == owed(invoice) == 0


def test_what_the_gateway_refuses_waits_for_staff(invoice: Invoice) -> None:
    Payment.objects.filter(amount__gt=0).update(reference="unknown")
    back(500)
    work_due(at=NOW)
    assert GatewayEvent.objects.get(name__endswith="looked up").asks == "failed"
    assert PaymentAttempt.objects.latest("pk").outcome == "declined"
    assert owed(invoice) == 0


def test_what_the_books_do_not_have_any_more_does_not_go(
    invoice: Invoice, pretend: Counterpart
) -> None:
    back(500)
    charge_back(Payment.objects.get(), at=NOW)
    work_due(at=NOW)
    assert Call.objects.get(verb="refund").refused_at
    assert GatewayEvent.objects.get(name__endswith="looked up").asks == "failed"
    assert not [each for each in pretend.events() if b'"refund"' in each.body]
