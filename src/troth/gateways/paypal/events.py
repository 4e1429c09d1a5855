"""What PayPal tells of itself: https://developer.paypal.com/api/rest/webhooks/event-names/."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from troth.calls.errors import Refused
from troth.gateways.gateway import Event, Outcome, Standing, What
from troth.gateways.paypal import read
from troth.gateways.paypal.amounts import from_paypal
from troth.gateways.paypal.read import ORDER, Object


def event(raw: bytes, ours: str) -> Event:
    """What was delivered. ours: our account, where PayPal names none. Raises ValueError for what is
    no event."""
    try:
        said = json.loads(raw)
        bare = Event(name=said["id"], what=What.OTHER, at=_moment(said["create_time"]))
        reader = _READERS.get(said["event_type"])
        if not isinstance(bare.name, str) or not bare.name:
            raise ValueError("an event without a name")
        return replace(bare, **reader(said["resource"], ours)) if reader else bare
    except (ArithmeticError, AttributeError, LookupError, RecursionError, Refused, TypeError) as e:
        raise ValueError(f"no event of PayPal: {type(e).__name__}") from None


def _order(told: Object, ours: str) -> Mapping[str, Any]:
    """A customer has agreed to pay: whether it can be taken is asked before it is."""
    return {"what": What.PAYMENT, "standing": read.order(told)}


def _capture(told: Object, ours: str) -> Mapping[str, Any]:
    return {"what": What.PAYMENT, "standing": read.capture(told)}


def _refund(told: Object, ours: str) -> Mapping[str, Any]:
    """Money that went back, whether we, somebody at PayPal's dashboard or PayPal itself did it."""
    # PayPal tells of a reversal without a status: it has happened.
    return {"what": What.REFUND, "standing": read.refund({"status": "COMPLETED", **told}, ours)}


def _kept(told: Object, ours: str) -> Mapping[str, Any]:
    """A payment method that an order has left, which may be later than that was paid.

    One that was left without paying is known by the answer to our own call.
    """
    order = (told.get("metadata") or {}).get("order_id")
    if not order:
        return {}
    left = Standing(Outcome.OPEN, f"{ORDER}{order}", "", ours, 0, "")
    kept = read.token(told["id"], told["payment_source"]["paypal"])
    return {"what": What.KEPT, "standing": left, "kept": kept}


def _gone(told: Object, ours: str) -> Mapping[str, Any]:
    return {"what": What.GONE, "gone": told["id"]}


def _dispute(told: Object, ours: str) -> Mapping[str, Any]:
    return {"what": What.DISPUTE, **_disputed(told)}


def _dispute_changed(told: Object, ours: str) -> Mapping[str, Any]:
    """Nothing that the books would have to know, but until when it can be answered."""
    return {"answer_by": _until(told)}


def _decided(told: Object, ours: str) -> Mapping[str, Any]:
    """How a dispute ended. `RESOLVED_WITH_PAYOUT`: PayPal has paid the customer itself."""
    outcome = told["dispute_outcome"]["outcome_code"]
    return {"what": _ENDS[outcome], **_disputed(told)}


_ENDS = {
    "RESOLVED_BUYER_FAVOUR": What.DISPUTE_LOST,
    "ACCEPTED": What.DISPUTE_LOST,
    "RESOLVED_SELLER_FAVOUR": What.DISPUTE_WON,
    "RESOLVED_WITH_PAYOUT": What.DISPUTE_WON,
    "CANCELED_BY_BUYER": What.DISPUTE_WON,
    "DENIED": What.DISPUTE_WON,
}


def _disputed(told: Object) -> Mapping[str, Any]:
    """What a dispute is about: of several payments in one PayPal says no amounts, so it is read by
    a person."""
    (of,) = told["disputed_transactions"]
    amount, currency = from_paypal(told["dispute_amount"])
    standing = Standing(
        outcome=Outcome.PAID,
        reference=of["seller_transaction_id"],
        key=of.get("custom") or "",
        payee=read.payee(of.get("seller")),
        amount=amount,
        currency=currency,
    )
    return {
        "standing": standing,
        "dispute": told["dispute_id"],
        "answer_by": _until(told),
    }


def _until(told: Object) -> datetime | None:
    by = told.get("seller_response_due_date")
    return _moment(by) if by else None


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_READERS: Mapping[str, Callable[[Object, str], Mapping[str, Any]]] = {
    "CHECKOUT.ORDER.APPROVED": _order,
    "PAYMENT.CAPTURE.COMPLETED": _capture,
    "PAYMENT.CAPTURE.PENDING": _capture,
    "PAYMENT.CAPTURE.DECLINED": _capture,
    "PAYMENT.CAPTURE.DENIED": _capture,
    "PAYMENT.CAPTURE.REFUNDED": _refund,
    "PAYMENT.CAPTURE.REVERSED": _refund,
    "VAULT.PAYMENT-TOKEN.CREATED": _kept,
    "VAULT.PAYMENT-TOKEN.DELETED": _gone,
    "CUSTOMER.DISPUTE.CREATED": _dispute,
    "CUSTOMER.DISPUTE.UPDATED": _dispute_changed,
    "CUSTOMER.DISPUTE.RESOLVED": _decided,
}
# To be chosen for the webhook; see docs/gateways/paypal.md.
TYPES = frozenset(_READERS)
