"""A gateway that tells of payments, without a third party: what it tells is signed here."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.books import check
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.models import PaymentAttempt
from troth.testing import make
from troth.testing.pretend.counterpart import NAME, SECRET, Told, tell
from troth.testing.pretend.plug_in import SHARE
from troth.testing.pretend.signature import signature


def switch_on(settings: Settings) -> None:
    """Have a gateway whose third party nobody can reach, and a policy that names it."""
    install(settings)
    make.in_force(make.changed("softsys", rules=SHARE))


def install(settings: Settings, url: str = "http://127.0.0.1:9") -> None:
    """Have such a gateway, whatever the policy says."""
    settings.GATEWAYS = {
        NAME: {
            "BACKEND": "troth.testing.pretend.plug_in.Pretend",
            "OPTIONS": {"url": url, "secret": SECRET},
        }
    }
    made.cache_clear()


@pytest.fixture
def switched_on(settings: Settings) -> None:
    switch_on(settings)


def attempt_of(account: Account) -> PaymentAttempt:
    """An invoice of theirs that is to be paid through it."""
    invoice = make.invoice(account, paid=False)
    return PaymentAttempt.objects.create(
        **{"account": account, "invoice": invoice, "gateway": NAME, "key": f"k{invoice.pk}"},
        **{"amount": invoice.total, "currency": "EUR", "started_at": make.NOW},
    )


def paid_event(attempt: PaymentAttempt, **more: Any) -> Told:
    """That an attempt was paid."""
    standing = {
        **{"outcome": "paid", "reference": f"pay_{attempt.key}", "key": attempt.key},
        **{"payee": "ours", "amount": attempt.amount, "currency": attempt.currency, "fee": 30},
    }
    return signed("payment", standing=standing | more)


def signed(what: str, **said: Any) -> Told:
    """An event, each time by a name of its own."""
    at = datetime.now(UTC)
    raw = json.dumps(
        {"name": f"evt {time.monotonic_ns()}", "what": what, "at": at.isoformat(), **said}
    ).encode()
    moment = str(int(at.timestamp()))
    return Told(raw, {"Pretend-Signature": f"{moment} {signature(SECRET.encode(), moment, raw)}"})


def handled(event: Told) -> None:
    """Deliver an event and have it handled; the books add up."""
    assert tell(event) == 204
    handle_open(at=make.NOW)
    assert not check()
