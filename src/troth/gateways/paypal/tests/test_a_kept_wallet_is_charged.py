from datetime import UTC, datetime

import pytest

from troth.calls.errors import Refused
from troth.gateways.gateway import Again, Due, Outcome, Payer, What
from troth.testing.paypal.counterpart import Counterpart, read

pytestmark = pytest.mark.usefixtures("leave")
BACK = "https://us.example/back/"


def due(key: str) -> Due:
    return Due(key, 500, "EUR", "RE-8")


def way(stand_in: Counterpart, *, declines: bool = False) -> str:
    return str(stand_in.do("way", declines=declines)["id"])


def test_the_money_is_taken_with_the_customer_away(stand_in: Counterpart) -> None:
    gateway, kept = stand_in.gateway(), way(stand_in)
    paid = gateway.charge(kept, Payer(email="a@example.org"), due("taken"))
    assert (paid.outcome, paid.key, paid.amount, paid.fee) == (Outcome.PAID, "taken", 500, 30)
    call = stand_in.asked[-1]
    wallet = call["body"]["payment_source"]["paypal"]
    assert wallet["vault_id"] == kept and "email_address" not in wallet
    assert wallet["stored_credential"]["payment_initiator"] == "MERCHANT"
    assert call["headers"]["paypal-request-id"] == "taken"
    assert gateway.charge(kept, Payer(), due("taken")) == paid


def test_a_decline_says_what_is_left(stand_in: Counterpart) -> None:
    said = stand_in.gateway().charge(way(stand_in, declines=True), Payer(), due("no"))
    assert (said.outcome, said.code) == (Outcome.DECLINED, "INSTRUMENT_DECLINED")
    assert (said.key, said.amount, said.again) == ("no", 500, Again.LATER)


def test_a_wallet_that_is_not_there_is_refused(stand_in: Counterpart) -> None:
    with pytest.raises(Refused, match="INVALID_RESOURCE_ID"):
        stand_in.gateway().charge("none", Payer(), due("none"))


def test_a_wallet_is_kept_where_the_customer_lets_it(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(Payer(), due("keeps"), back=BACK, keep=True)
    stand_in.do("act", name=to.reference.removeprefix("order:"), does="ok")
    paid = gateway.take(to.reference, "keeps")
    assert paid.kept and paid.kept.label == "PayPal p…@customer.example"
    told = {each.kind: read(gateway, each, datetime.now(UTC)) for each in stand_in.events()}
    event = told["VAULT.PAYMENT-TOKEN.CREATED"]
    assert (event.what, event.kept) == (What.KEPT, paid.kept)
    assert event.standing and event.standing.reference == to.reference
    later = gateway.charge(paid.kept.reference, Payer(), due("later"))
    assert later.outcome is Outcome.PAID


@pytest.mark.parametrize("nothing", [None, Due("nothing", 0, "EUR", "")])
def test_where_nothing_is_due_a_wallet_is_left(stand_in: Counterpart, nothing: Due | None) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(Payer(language="de"), nothing, back=BACK, keep=True)
    waits = gateway.look_up("left", to.reference)
    assert waits and not waits.agreed and waits.url == to.url
    stand_in.do("act", name=to.reference.removeprefix("setup:"), does="ok")
    agreed = gateway.look_up("left", to.reference)
    assert agreed and (agreed.agreed, agreed.key, agreed.amount) == (True, "left", 0)
    left = gateway.take(to.reference, "left")
    assert (left.outcome, left.key, left.amount) == (Outcome.PAID, "left", 0)
    assert left.kept and gateway.take(to.reference, "left") == left
    assert gateway.charge(left.kept.reference, Payer(), due(f"of {left.kept.reference}"))


def test_a_wallet_is_forgotten_and_that_may_be_asked_again(stand_in: Counterpart) -> None:
    gateway, kept = stand_in.gateway(), way(stand_in)
    gateway.forget(kept)
    gateway.forget(kept)
    with pytest.raises(Refused):
        gateway.charge(kept, Payer(), due("forgotten"))
    with pytest.raises(Refused):
        gateway.forget("order:1")
