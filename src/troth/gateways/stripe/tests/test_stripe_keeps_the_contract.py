"""The contract of gateways, kept by the plug-in for Stripe."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings
from stripe import WebhookSignature

from troth.core import ask_outside
from troth.gateways.gateway import Gateway, Redirect
from troth.gateways.installed import gateways, made
from troth.gateways.stripe.read import KEY
from troth.gateways.tests.contract import GatewayContract, ThirdParty
from troth.testing import make
from troth.testing.pretend.counterpart import Told
from troth.testing.stripe.counterpart import SECRET, SHARE, Counterpart, installed

pytestmark = pytest.mark.django_db(transaction=True)
GOOD, DECLINED = "4242424242424242", "4000000000000341"
_PAID = ("payment_intent.succeeded", "checkout.session.completed")


class AtStripe:
    name = "stripe"

    def __init__(self, counterpart: Counterpart) -> None:
        self._is, self._events = counterpart, list[str]()
        self.gateway: Gateway = gateways()[self.name]

    def pays(self, to: Redirect) -> None:
        assert self._is.pay(to.url, card=GOOD)

    def declines(self, to: Redirect) -> None:
        assert not self._is.pay(to.url, card=DECLINED)

    def way(self, *, declines: bool = False) -> str:
        """One of nobody, which Stripe takes once: whoever asks here names no customer."""
        card = {"number": DECLINED if declines else GOOD, "exp_month": 12, "exp_year": 2031}
        told = {"type": "card", "card": card | {"cvc": "123"}}
        return str(self._is.do("local", what="payment_methods", told=told)["id"])

    def loses_way(self, reference: str) -> None:
        self._is.do("detach", way=reference)

    def pays_back(self, payment: str, amount: int) -> None:
        self._is.do("refund", payment_intent=payment, amount=amount)

    def disputes(self, payment: str) -> str:
        told = {"kind": "funds_withdrawn", "status": "needs_response"}
        return str(self._is.do("dispute", payment=payment, **told)["id"])

    def decides(self, dispute: str, *, won: bool) -> None:
        payment, status = f"pi_{dispute.removeprefix('dp_')}", "won" if won else "lost"
        self._is.do("dispute", payment=payment, kind="closed", status=status)

    def pays_out(self) -> None:
        self._is.do("pay_out")

    def misbehaves(self, *how: str) -> None:
        for each in how:
            if each in ("before", "after", "half"):
                self._is.do("misbehave", how=each)
            else:
                self._events.append(each)

    def events(self) -> list[Told]:
        """A payment on a page is told of by two events; both misbehave."""
        how = self._events.pop(0) if self._events else ""
        return [
            told(each.raw, each.signature, how if each.kind in _PAID else "")
            for each in self._is.events()
            if not how or each.kind in _PAID
        ]


def told(raw: bytes, signature: str, how: str) -> Told:
    """An event as it is delivered, or as it would be if Stripe misbehaved."""
    if how:
        event = json.loads(raw)
        _CHANGES.get(how, lambda said: None)(event)
        raw = json.dumps(event).encode()
        at = datetime.now(UTC) - timedelta(hours=1 if how == "stale" else 0)
        signature = WebhookSignature.generate_signature_header(
            raw.decode(), "whsec_of_somebody" if how == "forged" else SECRET, int(at.timestamp())
        )
    return Told(raw, {"Stripe-Signature": signature}, gateway="stripe")


def _amount(event: dict[str, Any]) -> None:
    event["data"]["object"] |= {"amount": 1, "amount_received": 1, "amount_total": 1}


def _key(event: dict[str, Any]) -> None:
    event["data"]["object"] |= {"metadata": {KEY: "nobody"}, "client_reference_id": "nobody"}


_CHANGES: Mapping[str, Any] = {
    "amount": _amount,
    "currency": lambda event: event["data"]["object"].update(currency="usd"),
    "payee": lambda event: event.update(account="acct_of_somebody"),
    "key": _key,
    "unreadable": lambda event: event.pop("data"),
}


class TestStripe(GatewayContract):
    @pytest.fixture
    def party(
        self, stand_in: Counterpart, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[ThirdParty]:
        monkeypatch.setattr(ask_outside, "PATIENCE", 5)
        stand_in.forget()
        settings.GATEWAYS = installed(stand_in)
        made.cache_clear()
        make.in_force(make.changed("softsys", rules=SHARE))
        yield AtStripe(stand_in)
        made.cache_clear()
