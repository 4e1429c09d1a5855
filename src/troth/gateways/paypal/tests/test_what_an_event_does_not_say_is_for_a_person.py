"""What PayPal tells of several payments at once, or of none of ours, is guessed about by nobody."""

import json
from typing import Any

import pytest

from troth.gateways.gateway import What
from troth.gateways.paypal.events import event


def told(kind: str, resource: dict[str, Any]) -> bytes:
    when = "2026-11-28T12:00:00Z"
    said = {"id": "WH-1", "event_type": kind, "create_time": when, "resource": resource}
    return json.dumps(said).encode()


def test_a_dispute_about_several_payments_is_not_read_as_one_of_them() -> None:
    of = [{"seller_transaction_id": each, "custom": each} for each in ("ONE", "TWO")]
    money = {"currency_code": "EUR", "value": "9.00"}
    resource = {"dispute_id": "PP-D-1", "disputed_transactions": of, "dispute_amount": money}
    with pytest.raises(ValueError, match="too many"):
        event(told("CUSTOMER.DISPUTE.CREATED", resource), "OURS")


def test_a_way_to_pay_of_no_order_is_nobodys() -> None:
    """One that is left without paying is known by the answer to our own call."""
    wallet = {"paypal": {"email_address": "w@payer.example"}}
    resource = {"id": "TOKEN-1", "payment_source": wallet}
    said = event(told("VAULT.PAYMENT-TOKEN.CREATED", resource), "OURS")
    assert (said.what, said.standing, said.kept) == (What.OTHER, None, None)
