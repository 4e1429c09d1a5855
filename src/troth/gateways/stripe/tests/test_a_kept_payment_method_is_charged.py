from datetime import UTC, datetime

import pytest

from troth.gateways.gateway import Again, Due, Outcome, Payer
from troth.testing.stripe.counterpart import Counterpart

pytestmark = pytest.mark.usefixtures("leave")
GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000341", "4000002760003184"


@pytest.fixture(scope="module")
def payer(stand_in: Counterpart) -> Payer:
    return Payer(customer=stand_in.do("local", what="customers", told={"name": "A"})["id"])


def due(key: str) -> Due:
    return Due(key, 500, "EUR", "Invoice RE-8")


def kept(stand_in: Counterpart, payer: Payer, card: str) -> str:
    return str(stand_in.do("way", customer=payer.customer, card=card)["id"])


def test_the_money_is_taken_with_the_customer_away(stand_in: Counterpart, payer: Payer) -> None:
    way = kept(stand_in, payer, GOOD)
    paid = stand_in.gateway().charge(way, payer, due("taken"))
    assert (paid.outcome, paid.key, paid.amount) == (Outcome.PAID, "taken", 500)
    assert paid.fee and paid.kept and paid.kept.reference == way
    call = stand_in.asked("/v1/payment_intents")[-1]
    assert call["told"]["off_session"] == call["told"]["confirm"] == "true"
    assert call["headers"]["Idempotency-Key"] == "taken"


def test_the_same_twice_is_taken_once(stand_in: Counterpart, payer: Payer) -> None:
    way, gateway = kept(stand_in, payer, GOOD), stand_in.gateway()
    first = gateway.charge(way, payer, due("once"))
    assert gateway.charge(way, payer, due("once")) == first


def test_a_decline_says_what_is_left(stand_in: Counterpart, payer: Payer) -> None:
    said = stand_in.gateway().charge(kept(stand_in, payer, DECLINED), payer, due("no"))
    assert (said.outcome, said.code) == (Outcome.DECLINED, "card_declined")
    assert said.reference.startswith("pi_") and said.again is Again.OTHERWISE
    looked_up = stand_in.gateway().look_up("no")
    assert looked_up and (looked_up.outcome, looked_up.code) == (said.outcome, said.code)


def test_where_the_bank_asks_the_customer_confirms_on_a_page(
    stand_in: Counterpart, payer: Payer
) -> None:
    gateway, way = stand_in.gateway(), kept(stand_in, payer, ASKS)
    asked = gateway.charge(way, payer, due("sca"))
    assert asked.outcome is Outcome.ASKED and asked.url
    cancelled = [each for each in stand_in.asked() if each["path"].endswith("/cancel")]
    assert len(cancelled) == 1  # of the two, one can be paid
    assert gateway.charge(way, payer, due("sca")) == asked
    still = gateway.look_up("sca", asked.reference)
    assert still and (still.outcome, still.url) == (Outcome.ASKED, asked.url)
    assert stand_in.pay(asked.url, card=ASKS) == "https://us.example/"
    event = stand_in.event("checkout.session.completed")
    standing = gateway.parse(event.raw, event.headers, at=datetime.now(UTC)).standing
    assert standing and (standing.outcome, standing.key) == (Outcome.PAID, "sca")
    looked_up = gateway.look_up("sca")
    assert looked_up and looked_up.outcome is Outcome.PAID


def test_what_cannot_be_cancelled_has_no_page_besides(stand_in: Counterpart, payer: Payer) -> None:
    """Of the two, both could be paid."""
    gateway, way = stand_in.gateway(), kept(stand_in, payer, ASKS)
    before = len(stand_in.asked("/v1/checkout/sessions"))
    for how in ("fine", "refuse"):  # the charge, and to cancel it
        stand_in.do("misbehave", how=how)
    said = gateway.charge(way, payer, due("not cancelled"))
    assert said.outcome is not Outcome.ASKED and not said.url
    assert said.reference.startswith("pi_")
    assert len(stand_in.asked("/v1/checkout/sessions")) == before
