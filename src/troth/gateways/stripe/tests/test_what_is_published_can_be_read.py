"""Every kind of object that we read, as Stripe publishes one, and each name that we read of it."""

import json
import os
import typing
from pathlib import Path
from typing import Any

import pytest
import stripe

from troth.gateways.gateway import Event, What
from troth.gateways.stripe import events, payouts, read
from troth.gateways.stripe.read import CONFIRMS, KEY, PAGE

# Which of what is published each kind of event is about.
ABOUT = {
    "checkout": "checkout.session",
    "payment_intent": "payment_intent",
    "refund": "refund",
    "payment_method": "payment_method",
    "mandate": "mandate",
    "charge": "dispute",
    "payout": "payout",
}
# What the library says that the objects have; what is published leaves out what is blank.
CLASSES: dict[str, list[type]] = {
    "event": [stripe.Event],
    "payment_intent": [stripe.PaymentIntent, stripe.PaymentIntent.LastPaymentError],
    "payment_method": [
        stripe.PaymentMethod,
        stripe.PaymentMethod.Card,
        stripe.PaymentMethod.SepaDebit,
        stripe.PaymentMethod.UsBankAccount,
    ],
    "refund": [stripe.Refund],
    "checkout.session": [stripe.checkout.Session],
    "balance_transaction": [stripe.BalanceTransaction],
    "dispute": [stripe.Dispute],
}


class Published(dict[str, Any]):
    """It notes which names were asked for that are not there."""

    missed: set[str] = set()

    def get(self, name: str, otherwise: Any = None) -> Any:
        if name not in self:
            self.missed.add(name)
        return super().get(name, otherwise)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    folder = os.environ.get("TROTH_OPENAPI", "")
    if not folder:
        pytest.skip("needs TROTH_OPENAPI, a folder with stripe_fixtures3.json of stripe/openapi")
    made: dict[str, Any] = json.loads(Path(folder, "stripe_fixtures3.json").read_text())
    return dict(made["resources"])


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of an object has to be there, or in the library."""
    load = json.loads
    monkeypatch.setattr(
        "troth.gateways.stripe.events.json.loads", lambda raw: load(raw, object_hook=Published)
    )
    Published.missed = set()


def said(published: dict[str, Any], kind: str, about: dict[str, Any]) -> Event:
    raw = {**published["event"], "type": kind, "data": {"object": about}}
    return events.event(json.dumps(raw).encode(), "acct_ours", live=False)


@pytest.mark.parametrize("kind", sorted(events.TYPES))
def test_an_event_of_each_kind(published: dict[str, Any], kind: str) -> None:
    about = ABOUT[kind.partition(".")[0]]
    event = said(published, kind, published[about])
    assert event.name == published["event"]["id"]
    named = {name for each in CLASSES.values() for one in each for name in one.__annotations__}
    assert not Published.missed - named - {CONFIRMS, KEY, PAGE}
    if event.standing:
        assert event.standing.currency in ("", "USD")
        assert event.standing.reference


@pytest.mark.parametrize("kind", sorted(events.TYPES))
def test_stripe_has_events_of_each_kind(kind: str) -> None:
    assert kind in typing.get_args(typing.get_type_hints(stripe.Event)["type"])


def test_the_card_that_is_published(published: dict[str, Any]) -> None:
    kept = read.kept(published["payment_method"] | {"customer": "cus_1"})
    assert kept and (kept.label, kept.kind) == ("Visa 4242", "wallet")
    assert kept.ends and kept.ends.isoformat() == "2030-08-31"


@pytest.mark.parametrize("kind", ["charge", "refund", "dispute"])
def test_what_payouts_are_of(published: dict[str, Any], kind: str) -> None:
    booked = published["balance_transaction"] | {"source": published[kind]}
    part = payouts._part(booked, "USD")
    assert part.amount == 100 and part.reference.startswith(("ch_", "re_"))


def test_an_inquiry_is_no_dispute_yet(published: dict[str, Any]) -> None:
    event = said(published, "charge.dispute.created", published["dispute"])
    assert event.what is What.OTHER and event.answer_by
