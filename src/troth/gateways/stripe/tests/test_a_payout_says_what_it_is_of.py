from datetime import UTC, datetime

import pytest

from troth.calls.errors import Refused
from troth.gateways.gateway import Due, Part, Payer, What
from troth.testing.stripe.counterpart import Counterpart

pytestmark = pytest.mark.usefixtures("leave")


def test_its_parts_sum_to_what_arrives(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    customer = stand_in.do("local", what="customers", told={"name": "A"})["id"]
    way = stand_in.do("way", customer=customer, card="4242424242424242")["id"]
    paid = gateway.charge(way, Payer(customer=customer), Due("p", 10_000, "EUR", "Invoice"))
    back = gateway.refund(paid.reference, Due("r", 1_000, "EUR", "Credit note"))
    reference = stand_in.do("pay_out")["id"]
    told = stand_in.event("payout.paid")
    event = gateway.parse(told.raw, told.headers, at=datetime.now(UTC))
    assert (event.what, event.payout) == (What.PAYOUT, reference)

    payout = gateway.payout(reference)
    assert paid.fee
    assert set(payout.parts) == {
        Part(paid.reference, 10_000, -paid.fee),
        Part(back.reference, -1_000, 0),
        Part("", 0, -200),
    }
    assert sum(part.amount + part.fee for part in payout.parts) == payout.amount
    assert (payout.currency, payout.descriptor) == ("EUR", "STRIPE")


def test_one_that_was_ordered_by_hand_is_of_no_single_payments(stand_in: Counterpart) -> None:
    told = {"amount": 700, "currency": "eur", "status": "paid"}
    reference = stand_in.do("local", what="payouts", told=told)["id"]
    payout = stand_in.gateway().payout(reference)
    assert (payout.amount, payout.parts) == (700, ())


def test_one_that_failed_is_refused(stand_in: Counterpart) -> None:
    told = {"amount": 700, "currency": "eur", "status": "failed"}
    reference = stand_in.do("local", what="payouts", told=told)["id"]
    with pytest.raises(Refused, match="could_not_process"):
        stand_in.gateway().payout(reference)
