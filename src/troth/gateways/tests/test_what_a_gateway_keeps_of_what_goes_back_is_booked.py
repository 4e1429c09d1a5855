"""The fee of a refund and that of a dispute stand in the books, each once."""

import pytest
from pytest_django import Settings

from troth.billing.models import Posting
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests.telling import attempt_of, handled, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import Told

pytestmark = pytest.mark.django_db(transaction=True)
OF_PAYMENT = 30  # minor units, as `paid_event` tells


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    """Of an invoice that is paid."""
    switch_on(settings)
    made = attempt_of(make.account())
    handled(paid_event(made))
    return made


def booked(**which: str) -> int:
    return sum(Posting.objects.filter(**which).values_list("amount", flat=True))


def went_back(attempt: PaymentAttempt, what: str, fee: int) -> Told:
    said = {"outcome": "paid", "key": "", "payee": "ours", "amount": 200, "currency": "EUR"}
    name = f"pay_{attempt.key}"
    if what == "refund":
        return signed(what, standing={**said, "reference": "ref_1", "of": name, "fee": fee})
    return signed(what, dispute="dis_1", standing={**said, "reference": name, "fee": fee})


@pytest.mark.parametrize(("what", "fee"), [("refund", 25), ("dispute", 1500)])
def test_it_leaves_what_is_at_the_gateway(attempt: PaymentAttempt, what: str, fee: int) -> None:
    handled(went_back(attempt, what, fee))
    handled(went_back(attempt, what, fee))
    assert booked(ledger="fees") == OF_PAYMENT + fee
    cash = booked(ledger="cash", part="pretend")
    assert cash == attempt.amount - 200 - OF_PAYMENT - fee
