from datetime import UTC, datetime

import pytest

from troth.calls.errors import Refused
from troth.gateways.gateway import Due, Outcome, Payer, What
from troth.testing.stripe.counterpart import Counterpart

pytestmark = pytest.mark.usefixtures("leave")


@pytest.fixture
def paid(stand_in: Counterpart) -> str:
    """A payment of 500 cents."""
    customer = stand_in.do("local", what="customers", told={"name": "A"})["id"]
    way = stand_in.do("way", customer=customer, card="4242424242424242")["id"]
    due = Due(f"paid by {customer}", 500, "EUR", "Invoice")
    return stand_in.gateway().charge(way, Payer(customer=customer), due).reference


def test_a_part_goes_back_once(stand_in: Counterpart, paid: str) -> None:
    due, gateway = Due("part", 200, "EUR", "Credit note"), stand_in.gateway()
    refund = gateway.refund(paid, due)
    assert (refund.outcome, refund.amount, refund.currency) == (Outcome.PAID, 200, "EUR")
    assert (refund.key, refund.of) == ("part", paid)
    assert gateway.refund(paid, due) == refund
    assert gateway.look_up("part", refund.reference) == refund


def test_a_payment_is_paid_back_by_the_name_of_its_page_too(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    page = gateway.pay(
        Payer(), Due("page", 900, "EUR", "Invoice"), back="https://b.example/", keep=False
    )
    stand_in.pay(page.url)
    paid = gateway.look_up("page")
    refund = gateway.refund(page.reference, Due("of a page", 900, "EUR", "Credit note"))
    assert paid and refund.of == paid.reference


def test_what_was_never_paid_is_refused(stand_in: Counterpart) -> None:
    with pytest.raises(Refused):
        stand_in.gateway().refund("pi_none", Due("none", 200, "EUR", "Credit note"))


def test_what_is_disputed_is_told_once_the_money_is_gone(stand_in: Counterpart, paid: str) -> None:
    gateway = stand_in.gateway()

    def told(kind: str, status: str) -> tuple[What, str, int | None]:
        stand_in.do("dispute", payment=paid, kind=kind, status=status)
        said = stand_in.event(f"charge.dispute.{kind}")
        event = gateway.parse(said.raw, said.headers, at=datetime.now(UTC))
        assert event.standing and (event.standing.reference, event.standing.amount) == (paid, 500)
        return event.what, event.dispute, event.standing.fee

    dispute = f"dp_{paid[3:]}"
    assert told("created", "needs_response") == (What.OTHER, dispute, 1500)
    assert told("funds_withdrawn", "needs_response") == (What.DISPUTE, dispute, 1500)
    assert told("closed", "won")[:2] == (What.DISPUTE_WON, dispute)
    assert told("closed", "lost")[:2] == (What.DISPUTE_LOST, dispute)
    assert told("closed", "warning_closed")[:2] == (What.OTHER, dispute)  # an inquiry
