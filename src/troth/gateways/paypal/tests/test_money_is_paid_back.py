from datetime import UTC, datetime

import pytest

from troth.calls.errors import InDoubt, Refused
from troth.gateways.gateway import Due, Outcome, Payer, What
from troth.testing.paypal.counterpart import Counterpart, read

pytestmark = pytest.mark.usefixtures("leave")


@pytest.fixture
def paid(stand_in: Counterpart) -> str:
    """A payment of 500 cents."""
    way = stand_in.do("way", declines=False)["id"]
    reference = stand_in.gateway().charge(way, Payer(), Due(way, 500, "EUR", "RE-9")).reference
    stand_in.events()
    return reference


def back(key: str, amount: int = 200) -> Due:
    return Due(key, amount, "EUR", "CN-1")


def test_a_part_goes_back_once(stand_in: Counterpart, paid: str) -> None:
    gateway = stand_in.gateway()
    refund = gateway.refund(paid, back("part"))
    assert (refund.outcome, refund.amount, refund.currency) == (Outcome.PAID, 200, "EUR")
    assert (refund.key, refund.of, refund.payee) == ("part", paid, gateway.payee)
    assert gateway.refund(paid, back("part")) == refund
    assert gateway.look_up("part", refund.reference) == refund
    (told,) = stand_in.events()
    event = read(gateway, told, datetime.now(UTC))
    assert (event.what, event.standing) == (What.REFUND, refund)
    whole = gateway.look_up("", paid)
    assert whole and (whole.outcome, whole.amount) == (Outcome.PAID, 500)


def test_more_than_was_paid_is_refused(stand_in: Counterpart, paid: str) -> None:
    with pytest.raises(Refused, match="REFUND_AMOUNT_EXCEEDED"):
        stand_in.gateway().refund(paid, back("more", 501))
    with pytest.raises(Refused, match="INVALID_RESOURCE_ID"):
        stand_in.gateway().refund("none", back("none"))


def test_of_what_nobody_has_paid_nothing_goes_back(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(
        Payer(), Due("unpaid", 500, "EUR", "RE-9"), back="https://us.example/", keep=False
    )
    before = len(stand_in.asked)
    for reference in (to.reference, "order:none"):
        with pytest.raises(Refused, match="no money of this"):
            gateway.refund(reference, back("unpaid"))
    assert not [each for each in stand_in.asked[before:] if each["path"].endswith("/refund")]


def test_a_refund_whose_answer_is_lost_is_found_by_its_payment(
    stand_in: Counterpart, paid: str
) -> None:
    gateway = stand_in.gateway()
    assert gateway.look_up("lost", paid) is None
    stand_in.do("misbehave", how="half")
    with pytest.raises(InDoubt):
        gateway.refund(paid, back("lost"))
    found = gateway.look_up("lost", paid)
    assert found and (found.of, found.key, found.amount) == (paid, "lost", 200)


def test_what_was_refunded_at_paypals_dashboard_has_no_key_of_ours(
    stand_in: Counterpart, paid: str
) -> None:
    money = {"currency_code": "EUR", "value": "1.00"}
    stand_in.do("refund", payment=paid, amount=money)
    (told,) = stand_in.events()
    said = read(stand_in.gateway(), told, datetime.now(UTC)).standing
    assert said and (said.key, said.of, said.amount) == ("", paid, 100)


@pytest.mark.parametrize(
    ("outcome", "what"),
    [
        ("RESOLVED_SELLER_FAVOUR", What.DISPUTE_WON),
        ("RESOLVED_WITH_PAYOUT", What.DISPUTE_WON),
        ("CANCELED_BY_BUYER", What.DISPUTE_WON),
        ("RESOLVED_BUYER_FAVOUR", What.DISPUTE_LOST),
        ("ACCEPTED", What.DISPUTE_LOST),
    ],
)
def test_a_dispute_is_told_from_its_beginning_to_its_end(
    stand_in: Counterpart, paid: str, outcome: str, what: What
) -> None:
    gateway = stand_in.gateway()
    name = stand_in.do("dispute", payment=paid)["name"]
    stand_in.do("decide", name=name, outcome=outcome)
    began, ended = [read(gateway, each, datetime.now(UTC)) for each in stand_in.events()]
    assert (began.what, ended.what) == (What.DISPUTE, what)
    assert began.dispute == ended.dispute == name
    assert began.answer_by and began.standing == ended.standing and began.standing
    assert (began.standing.reference, began.standing.amount) == (paid, 500)
    assert began.standing.payee == gateway.payee


def test_of_payouts_paypal_tells_nothing(stand_in: Counterpart) -> None:
    with pytest.raises(Refused, match="by hand"):
        stand_in.gateway().payout("any")
