from datetime import UTC, datetime

import pytest

from troth.calls.errors import Refused
from troth.gateways.gateway import Again, Due, Outcome, Payer, What
from troth.testing.paypal.counterpart import Counterpart, read

pytestmark = pytest.mark.usefixtures("leave")
BACK = "https://us.example/invoices/7/"
EVERYTHING = Payer(
    name="A B C",
    email="a@example.org",
    phone="+4930123456",
    street="Street 1",
    postcode="10115",
    city="Berlin",
    country="DE",
    language="de",
)


def due(key: str, amount: int = 1190) -> Due:
    return Due(key, amount, "EUR", "RE-7")


def test_to_look_takes_nothing_and_to_take_does(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(Payer(), due("takes"), back=BACK, keep=False)
    assert to.url.startswith(f"{stand_in.url}/checkoutnow")
    waits = gateway.look_up("takes", to.reference)
    assert waits and (waits.outcome, waits.agreed) == (Outcome.OPEN, False)
    name = to.reference.removeprefix("order:")
    assert stand_in.do("act", name=name, does="ok")["back"].startswith(BACK)
    agreed = gateway.look_up("takes", to.reference)
    assert agreed and (agreed.outcome, agreed.agreed) == (Outcome.OPEN, True)
    assert (agreed.key, agreed.payee, agreed.amount) == ("takes", gateway.payee, 1190)

    paid = gateway.take(to.reference, "takes")
    assert (paid.outcome, paid.amount, paid.currency, paid.fee) == (Outcome.PAID, 1190, "EUR", 30)
    assert (paid.key, paid.payee, paid.kept) == ("takes", gateway.payee, None)
    assert gateway.take(to.reference, "takes") == paid
    stand_in.do("forget_keys")
    assert gateway.take(to.reference, "takes") == paid
    assert gateway.look_up("takes", to.reference) == paid
    assert gateway.look_up("takes", paid.reference) == paid

    approved, captured = stand_in.events()
    told = read(gateway, approved, datetime.now(UTC))
    assert told.what is What.PAYMENT and told.standing
    assert (told.standing.outcome, told.standing.reference) == (Outcome.OPEN, to.reference)
    assert read(gateway, captured, datetime.now(UTC)).standing == paid


def test_asked_twice_it_is_one_order(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    first = gateway.pay(Payer(), due("twice"), back=BACK, keep=False)
    assert gateway.pay(Payer(), due("twice"), back=BACK, keep=False) == first
    assert stand_in.asked[-1]["headers"]["paypal-request-id"] == "twice"


def test_paypal_is_told_what_the_policy_lets_go(stand_in: Counterpart) -> None:
    stand_in.gateway().pay(EVERYTHING, due("all"), back=BACK, keep=False)
    wallet = stand_in.asked[-1]["body"]["payment_source"]["paypal"]
    assert wallet["email_address"] == "a@example.org"
    assert wallet["name"] == {"given_name": "A B", "surname": "C"}
    assert wallet["address"]["country_code"] == "DE"
    assert wallet["experience_context"]["locale"] == "de-DE"
    assert "+4930123456" not in str(stand_in.asked[-1])


def test_what_it_does_not_let_go_is_not_sent(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    gateway.pay(Payer(), due("blank"), back=BACK, keep=False)
    asked = stand_in.asked[-1]["body"]
    page = {"return_url": BACK, "cancel_url": BACK, "shipping_preference": "NO_SHIPPING"}
    assert asked["payment_source"] == {
        "paypal": {"experience_context": {**page, "user_action": "PAY_NOW"}}
    }
    (unit,) = asked["purchase_units"]
    assert unit == {
        **{"amount": {"currency_code": "EUR", "value": "11.90"}, "custom_id": "blank"},
        **{"payee": {"merchant_id": gateway.payee}, "invoice_id": "RE-7-blank"},
    }


def test_a_wallet_without_money_ends_it(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(Payer(), due("no"), back=BACK, keep=False)
    stand_in.do("act", name=to.reference.removeprefix("order:"), does="declined")
    said = gateway.take(to.reference, "no")
    assert (said.outcome, said.code) == (Outcome.DECLINED, "INSTRUMENT_DECLINED")
    assert (said.key, said.amount, said.again) == ("no", 1190, Again.LATER)


def test_what_nobody_has_agreed_to_is_not_taken(stand_in: Counterpart) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(Payer(), due("unasked"), back=BACK, keep=False)
    with pytest.raises(Refused, match="ORDER_NOT_APPROVED"):
        gateway.take(to.reference, "unasked")
    with pytest.raises(Refused):
        gateway.take("order:none", "unasked")


@pytest.mark.parametrize(("paid", "outcome"), [(True, Outcome.PAID), (False, Outcome.DECLINED)])
def test_money_from_a_bank_is_underway_first(
    stand_in: Counterpart, paid: bool, outcome: Outcome
) -> None:
    gateway, key = stand_in.gateway(), f"bank {paid}"
    to = gateway.pay(Payer(), due(key), back=BACK, keep=False)
    stand_in.do("act", name=to.reference.removeprefix("order:"), does="pending")
    said = gateway.take(to.reference, key)
    assert (said.outcome, said.fee) == (Outcome.UNDERWAY, None)
    stand_in.events()
    stand_in.do("settle", name=said.reference, paid=paid)
    (told,) = stand_in.events()
    ended = read(gateway, told, datetime.now(UTC)).standing
    assert ended and (ended.outcome, ended.reference) == (outcome, said.reference)
