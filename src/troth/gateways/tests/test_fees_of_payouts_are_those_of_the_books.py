"""What payouts say of fees is in the books, or `troth books check` says where it is not."""

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from troth.billing.books import check
from troth.billing.models import Payment, Posting
from troth.gateways.book_payout import book_payout
from troth.gateways.gateway import Part, Payout
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt
from troth.gateways.payout_gaps import payout_gaps
from troth.gateways.tests.telling import attempt_of, paid_event, signed, switch_on
from troth.testing import make
from troth.testing.pretend.counterpart import NAME, Told, tell

pytestmark = pytest.mark.django_db(transaction=True)
LATER = make.NOW + timedelta(days=50)


@pytest.fixture
def attempt(settings: Settings) -> PaymentAttempt:
    """Of an invoice that is paid, of which the gateway has kept 30."""
    switch_on(settings)
    made = attempt_of(make.account())
    handled(paid_event(made))
    return made


def handled(event: Told) -> None:
    assert tell(event) == 204
    handle_open(at=make.NOW)


def paid_out(reference: str, *parts: Part) -> None:
    amount = sum(part.amount + part.fee for part in parts)
    book_payout(NAME, Payout(reference, date(2026, 6, 1), amount, "EUR", parts), at=make.NOW)
    assert not check()


def gaps() -> list[str]:
    return [gap for gap in payout_gaps(at=LATER) if " fee of " in gap]


def left_at_the_gateway() -> int:
    cash = Posting.objects.filter(ledger="cash", part=NAME)
    return sum(cash.values_list("amount", flat=True))


def test_the_same_is_no_news(attempt: PaymentAttempt) -> None:
    paid_out("po_1", Part(f"pay_{attempt.key}", attempt.amount, -30))
    assert (gaps(), left_at_the_gateway()) == ([], 0)


def test_another_is_told(attempt: PaymentAttempt) -> None:
    paid_out("po_1", Part(f"pay_{attempt.key}", attempt.amount, -45))
    number = Payment.objects.get().pk
    assert gaps() == [
        f"payment {number} has a fee of 0.30 EUR in the books and of 0.45 in its payouts"
    ]


def test_of_a_payout_that_is_not_its_parts_the_difference_is_told(attempt: PaymentAttempt) -> None:
    paid_out("po_1", Part(f"pay_{attempt.key}", attempt.amount, -30))
    assert not [gap for gap in payout_gaps(at=make.NOW) if "differs" in gap]
    told = Payout("po_2", date(2026, 6, 1), 500, "EUR", (Part("", 300, 0),))
    number = book_payout(NAME, told, at=make.NOW).pk
    assert f"payout {number} differs from its parts by 2.00 EUR" in payout_gaps(at=make.NOW)


def test_what_is_given_back_with_a_dispute_that_was_won_is_booked(attempt: PaymentAttempt) -> None:
    reference = f"pay_{attempt.key}"
    about = {"outcome": "paid", "reference": reference, "key": "", "payee": "ours", "fee": 1500}
    said = {**about, "amount": attempt.amount, "currency": "EUR"}
    paid_out("po_1", Part(reference, attempt.amount, -30))
    handled(signed("dispute", dispute="dis_1", standing=said))
    handled(signed("dispute won", dispute="dis_1", standing=said))
    paid_out("po_2", Part(reference, -attempt.amount, -1500))
    paid_out("po_3", Part(reference, attempt.amount, 1500))
    assert (gaps(), left_at_the_gateway()) == ([], 0)
