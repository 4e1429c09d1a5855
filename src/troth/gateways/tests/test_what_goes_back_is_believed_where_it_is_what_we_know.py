"""What a gateway tells of a refund or a dispute is booked where it is of our account, in the
currency of the payment and, of what began here, to the amount that was asked for."""

import pytest
from pytest_django import Settings

from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.pay_back import pay_back
from troth.gateways.tests.telling import attempt_of, handled, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import Told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    """Of an invoice that is paid."""
    switch_on(settings)
    made = attempt_of(make.account())
    handled(paid_event(made))
    return made


def told(what: str, attempt: PaymentAttempt, **more: object) -> Told:
    said = {"outcome": "paid", "key": "", "payee": "ours", "amount": 200, "currency": "EUR"}
    if what == "refund":
        named = {"reference": "ref_1", "of": f"pay_{attempt.key}"}
        return signed(what, standing={**said, **named, **more})
    named = {"reference": f"pay_{attempt.key}"}
    return signed(what, dispute="dis_1", standing={**said, **named, **more})


@pytest.mark.parametrize("what", ["refund", "dispute"])
@pytest.mark.parametrize(
    ("more", "asks"),
    [({"payee": "another"}, Asks.PAYEE), ({"currency": "USD"}, Asks.CURRENCY)],
)
def test_else_the_books_stay_and_a_person_sees_to_it(
    attempt: PaymentAttempt, what: str, more: dict[str, str], asks: Asks
) -> None:
    handled(told(what, attempt, **more))
    assert attempt.invoice and owed(attempt.invoice) == 0
    assert [*GatewayEvent.objects.waiting().values_list("asks", flat=True)] == [asks]
    assert Payment.objects.count() == 1


def test_of_what_we_have_paid_back_another_amount_is_not(attempt: PaymentAttempt) -> None:
    assert pay_back(Payment.objects.get(), 300, at=make.NOW, reopen=True)
    ours = PaymentAttempt.objects.get(refunds__isnull=False)
    handled(told("refund", attempt, key=ours.key))
    assert attempt.invoice and owed(attempt.invoice) == 0
    assert GatewayEvent.objects.waiting().get().asks == Asks.AMOUNT
    handled(told("refund", attempt, key=ours.key, reference="ref_2", amount=300))
    assert owed(attempt.invoice) == 300
