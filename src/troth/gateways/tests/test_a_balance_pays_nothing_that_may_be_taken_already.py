"""What a gateway is asked to take, and may have taken, is not paid from a balance besides."""

import pytest

from troth.billing.apply_every_balance import apply_every_balance
from troth.billing.models import Invoice, Payment
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.billing.use_balance import use_balance
from troth.calls.work import LEASE, work_due
from troth.core.errors import TrothError
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests import test_what_is_owed_is_taken_by_the_way_that_is_kept as charges
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)
steps = charges.steps
NOW, TODAY = charges.NOW, charges.TODAY


def credited(invoice: Invoice) -> None:
    """Somebody pays in as much as is owed; the night would pay the invoice with it."""
    receive(invoice.account, invoice.total, "EUR", at=NOW, method="cash")
    apply_every_balance(at=NOW)


def taken_once(invoice: Invoice) -> None:
    assert invoice.account
    assert (owed(invoice), balance(invoice.account, "EUR")) == (0, invoice.total)
    assert Payment.objects.filter(method="pretend").count() == 1


def test_while_nobody_knows_whether_it_was(pretend: Counterpart, steps: None) -> None:
    invoice = charges.due(pretend)
    pretend.misbehave("after")
    charge(on=TODAY, at=NOW)
    work_due(at=NOW)
    credited(invoice)
    with pytest.raises(TrothError, match="on its way"):
        use_balance(invoice, at=NOW)
    assert owed(invoice) == invoice.total
    work_due(at=NOW + LEASE)
    handle_open(at=NOW + LEASE)
    taken_once(invoice)


def test_while_it_is_not_booked_yet(pretend: Counterpart, steps: None) -> None:
    invoice = charges.due(pretend)
    charge(on=TODAY, at=NOW)
    work_due(at=NOW)
    credited(invoice)
    assert owed(invoice) == invoice.total
    handle_open(at=NOW)
    taken_once(invoice)


def test_before_anybody_is_asked_it_does(pretend: Counterpart, steps: None) -> None:
    invoice = charges.due(pretend)
    charge(on=TODAY, at=NOW)
    credited(invoice)
    assert owed(invoice) == 0
    work_due(at=NOW)
    assert not Payment.objects.filter(method="pretend").exists()
    assert PaymentAttempt.objects.get().ended_at
