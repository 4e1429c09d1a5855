from datetime import UTC, datetime

import pytest

from troth.gateways.gateway import Due, Event, Outcome, Payer, What
from troth.testing.stripe.counterpart import Counterpart

pytestmark = pytest.mark.usefixtures("leave")
BACK = "https://us.example/invoices/7/"
EVERYTHING = Payer(
    name="A B",
    email="a@example.org",
    phone="+4930123456",
    street="Street 1",
    postcode="10115",
    city="Berlin",
    country="DE",
    language="de",
)


def due(key: str, amount: int = 1190) -> Due:
    return Due(key, amount, "EUR", "Invoice RE-7")


def told(stand_in: Counterpart, kind: str) -> Event:
    event = stand_in.event(kind)
    return stand_in.gateway().parse(event.raw, event.headers, at=datetime.now(UTC))


def test_what_is_due_is_paid_under_our_key(stand_in: Counterpart) -> None:
    page = stand_in.gateway().pay(Payer(), due("paid"), back=BACK, keep=False)
    assert stand_in.pay(page.url) == BACK
    standing = told(stand_in, "checkout.session.completed").standing
    assert standing and standing.outcome is Outcome.PAID
    assert (standing.key, standing.payee) == ("paid", "acct_ours")
    assert (standing.amount, standing.currency) == (1190, "EUR")
    assert told(stand_in, "payment_intent.succeeded").standing == standing
    looked_up = stand_in.gateway().look_up("paid", page.reference)
    assert looked_up and looked_up.reference == standing.reference
    assert looked_up.fee and not looked_up.kept


@pytest.mark.parametrize("keep", [False, True])
def test_stripe_is_told_no_more_than_where_the_receipt_goes(
    stand_in: Counterpart, keep: bool
) -> None:
    before = len(stand_in.asked())
    stand_in.gateway().pay(EVERYTHING, due(f"least {keep}"), back=BACK, keep=keep)
    (call,) = stand_in.asked()[before:]
    assert call["told"]["customer_email"] == EVERYTHING.email
    assert call["told"]["locale"] == "de"
    text = str(call)
    assert not any(each in text for each in ("A B", "+4930123456", "Street 1", "10115", "Berlin"))


def test_what_the_policy_does_not_let_go_is_not_sent(stand_in: Counterpart) -> None:
    stand_in.gateway().pay(Payer(), due("blank"), back=BACK, keep=True)
    assert not {"customer", "customer_email", "locale"} & stand_in.asked()[-1]["told"].keys()


def test_a_page_is_open_for_an_hour_and_in_the_currency_of_the_invoice(
    stand_in: Counterpart,
) -> None:
    stand_in.gateway().pay(Payer(), due("hour"), back=BACK, keep=False)
    said = stand_in.asked()[-1]["told"]
    assert 3500 < int(said["expires_at"]) - datetime.now(UTC).timestamp() < 3610
    assert said["adaptive_pricing"] == {"enabled": "false"}
    assert said["line_items"]["0"]["price_data"]["product_data"]["name"] == "Invoice RE-7"


def test_a_way_to_pay_is_kept_where_the_customer_lets_it(stand_in: Counterpart) -> None:
    page = stand_in.gateway().pay(EVERYTHING, due("kept"), back=BACK, keep=True)
    stand_in.pay(page.url)
    event = told(stand_in, "payment_method.attached")
    assert event.what is What.KEPT and event.kept
    assert (event.kept.kind, event.kept.label) == ("card", "Visa 4242")
    assert event.kept.ends and event.kept.ends.isoformat() == "2031-12-31"
    looked_up = stand_in.gateway().look_up("kept", page.reference)
    assert looked_up and looked_up.kept == event.kept
    again = Payer(customer=event.kept.customer, email="a@example.org")
    page = stand_in.gateway().pay(again, due("again"), back=BACK, keep=True)
    assert "customer_email" not in stand_in.asked()[-1]["told"]
    stand_in.pay(page.url)
    kept = told(stand_in, "payment_method.attached").kept
    assert kept and kept.customer == event.kept.customer


def test_where_nothing_is_due_a_way_to_pay_is_left(stand_in: Counterpart) -> None:
    page = stand_in.gateway().pay(Payer(), Due("nothing", 0, "EUR", ""), back=BACK, keep=True)
    assert stand_in.pay(page.url) == BACK
    kept = told(stand_in, "payment_method.attached").kept
    standing = stand_in.gateway().look_up("nothing", page.reference)
    assert standing and kept and standing.kept == kept
    assert (standing.outcome, standing.amount) == (Outcome.PAID, 0)
    assert standing.reference == page.reference
    assert (standing.key, standing.currency) == ("nothing", "EUR")


def test_a_declined_card_is_no_end_while_the_page_is_open(stand_in: Counterpart) -> None:
    page = stand_in.gateway().pay(Payer(), due("second card"), back=BACK, keep=False)
    assert not stand_in.pay(page.url, card="4000000000000341")
    failed = told(stand_in, "payment_intent.payment_failed").standing
    assert failed and (failed.outcome, failed.key) == (Outcome.OPEN, "second card")
    assert stand_in.pay(page.url) == BACK
    standing = stand_in.gateway().look_up("second card")
    assert standing and standing.outcome is Outcome.PAID


def test_a_page_that_nobody_used_ends(stand_in: Counterpart) -> None:
    page = stand_in.gateway().pay(Payer(), due("unused"), back=BACK, keep=False)
    stand_in.do("expire", session=page.reference)
    standing = told(stand_in, "checkout.session.expired").standing
    assert standing and (standing.outcome, standing.key) == (Outcome.LAPSED, "unused")


@pytest.mark.parametrize(
    ("iban", "end", "outcome"),
    [
        ("DE89370400440532013000", "async_payment_succeeded", Outcome.PAID),
        ("DE62370400440532013001", "async_payment_failed", Outcome.DECLINED),
    ],
)
def test_a_direct_debit_is_underway_first(
    stand_in: Counterpart, iban: str, end: str, outcome: Outcome
) -> None:
    gateway = stand_in.gateway(methods=("card", "sepa_debit"))
    assert gateway.kinds == {"card": True, "debit": True}
    page = gateway.pay(Payer(), due(iban), back=BACK, keep=False)
    stand_in.pay(page.url, iban=iban)
    while (begun := told(stand_in, "checkout.session.completed").standing) and begun.key != iban:
        pass
    assert begun and begun.outcome is Outcome.UNDERWAY
    ended = told(stand_in, f"checkout.session.{end}").standing
    assert ended and (ended.outcome, ended.reference) == (outcome, begun.reference)
    looked_up = gateway.look_up(iban)
    assert looked_up and looked_up.outcome is outcome


def test_asked_twice_it_is_one_page(stand_in: Counterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = stand_in.gateway()
    page = gateway.pay(Payer(), due("twice"), back=BACK, keep=False)
    later = "troth.gateways.stripe.gateway._OPEN_FOR"
    monkeypatch.setattr(later, 3650)  # as if a minute had passed
    assert gateway.pay(Payer(), due("twice"), back=BACK, keep=False) == page
