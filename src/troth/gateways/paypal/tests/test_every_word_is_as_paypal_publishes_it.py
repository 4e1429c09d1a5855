"""What is sent, and what the stand-in says, held against PayPal's own OpenAPI.

It is published at github.com/paypal/paypal-rest-api-specifications.
"""

import json
from copy import deepcopy
from typing import Any

import pytest

from troth.calls.errors import Refused
from troth.gateways.gateway import Due, Payer
from troth.testing.paypal.counterpart import Counterpart
from troth.testing.published import published

pytestmark = pytest.mark.usefixtures("leave")
FILES = {
    "/v2/checkout": "paypal_checkout_orders_v2.json",
    "/v2/payments": "paypal_payments_payment_v2.json",
    "/v3/vault": "paypal_vault_payment_tokens_v3.json",
}
EVENTS = {
    "CHECKOUT": ("get", "/v2/checkout/orders/{id}", "paypal_checkout_orders_v2.json"),
    "PAYMENT.CAPTURE.COMPLETED": (
        *("get", "/v2/payments/captures/{capture_id}"),
        "paypal_payments_payment_v2.json",
    ),
    "PAYMENT.CAPTURE.REFUNDED": (
        *("get", "/v2/payments/refunds/{refund_id}"),
        "paypal_payments_payment_v2.json",
    ),
    "VAULT.PAYMENT-TOKEN": (
        *("get", "/v3/vault/payment-tokens/{id}"),
        "paypal_vault_payment_tokens_v3.json",
    ),
    "CUSTOMER.DISPUTE": (
        *("get", "/v1/customer/disputes/{id}"),
        "paypal_customer_disputes_v1.json",
    ),
}
PAYER = Payer(
    **{"name": "A B", "email": "a@example.org", "street": "Street 1", "postcode": "10115"},
    **{"city": "Berlin", "country": "DE", "language": "de", "wants": "A server, monthly"},
)


def played(stand_in: Counterpart) -> None:
    """Everything that the plug-in asks for, once."""
    gateway = stand_in.gateway()
    for key, keep in (("kept", True), ("not kept", False)):
        to = gateway.pay(PAYER, Due(key, 1190, "EUR", "RE-7"), back="https://b.example/", keep=keep)
        gateway.look_up(key, to.reference)
        does = "declined" if not keep else "ok"
        stand_in.do("act", name=to.reference.removeprefix("order:"), does=does)
        paid = gateway.take(to.reference, key)
        if paid.kept:
            gateway.charge(paid.kept.reference, PAYER, Due("charged", 500, "JPY", "RE-8"))
            refund = gateway.refund(paid.reference, Due("refunded", 90, "EUR", "CN-1"))
            gateway.look_up("refunded", refund.reference)
            gateway.look_up("refunded", paid.reference)
            stand_in.do("dispute", payment=paid.reference)
    to = gateway.pay(PAYER, None, back="https://b.example/", keep=True)
    gateway.look_up("left", to.reference)
    stand_in.do("act", name=to.reference.removeprefix("setup:"), does="ok")
    left = gateway.take(to.reference, "left")
    assert left.kept
    gateway.forget(left.kept.reference)
    with pytest.raises(Refused):
        gateway.charge("none", PAYER, Due("no", 1, "EUR", "RE-9"))
    gateway.look_up("none", "order:none")


def test_each_call_and_its_answer(stand_in: Counterpart) -> None:
    files = {beginning: published(name) for beginning, name in FILES.items()}
    played(stand_in)
    for each in stand_in.asked:
        interface = files["/".join(each["path"].split("/")[:3])]
        if each["method"] == "POST":
            body = _as_published(each["path"], each["body"])
            interface.require_request("POST", each["path"], body)
        if each["status"] != 404:  # of which PayPal publishes no body for every path
            interface.require_answer(each["method"], each["path"], each["status"], each["answer"])


def test_each_event_that_the_stand_in_tells(stand_in: Counterpart) -> None:
    interface = published("paypal_notifications_webhooks_v1.json")
    played(stand_in)
    told = [json.loads(each.body) for each in stand_in.events()]
    kinds = {each["event_type"] for each in told}
    for each in told:
        path = "/v1/notifications/webhooks-events/{event_id}"
        interface.require_answer("GET", path, 200, each)
        for kind, (method, of, name) in EVENTS.items():
            if each["event_type"].startswith(kind):
                published(name).require_answer(method, of, 200, each["resource"])
    assert all(any(each.startswith(kind) for each in kinds) for kind in EVENTS)


def _as_published(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The published list of types of tokens lacks the one that PayPal's guide to saving wallets
    (https://developer.paypal.com/docs/checkout/save-payment-methods/purchase-later/) has sent."""
    body = deepcopy(body)
    if path == "/v3/vault/payment-tokens":
        assert body["payment_source"]["token"].pop("type") == "SETUP_TOKEN"
        body["payment_source"]["token"]["type"] = "BILLING_AGREEMENT"
    return body
