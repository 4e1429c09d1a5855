"""What a payout is of: https://docs.stripe.com/payouts/reconciliation.

A payout that somebody ordered by hand is of no single payments: it has no parts.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from stripe import StripeClient

from troth.calls.errors import Unavailable
from troth.gateways.gateway import NotPaidOutError, Part, Payout
from troth.gateways.stripe.amounts import from_stripe
from troth.gateways.stripe.client import ask, every
from troth.gateways.stripe.read import Object


def payout(stripe: StripeClient, reference: str) -> Payout:
    """Raises Unavailable while Stripe is still working out what it is of, and NotPaidOutError for
    one that never arrived: its money is back at Stripe, and in the next."""
    found = ask(stripe.v1.payouts.retrieve, reference)
    if found["status"] in ("failed", "canceled"):
        raise NotPaidOutError(
            f"This payout did not arrive: {found['failure_code'] or found['status']}"[:99]
        )
    if found["automatic"] and found["reconciliation_status"] == "in_progress":
        raise Unavailable("Stripe does not know yet what this payout is of.")
    currency = found["currency"].upper()
    booked = stripe.v1.balance_transactions.list
    parts = every(booked, payout=reference, expand=["data.source"]) if found["automatic"] else ()
    return Payout(
        reference=found["id"],
        arrives=date(1970, 1, 1) + timedelta(seconds=found["arrival_date"]),
        amount=from_stripe(found["amount"], currency),
        currency=currency,
        parts=tuple(_part(each, currency) for each in parts if each["type"] != "payout"),
        by_hand=not found["automatic"],
        descriptor=(found["statement_descriptor"] or "")[:140],
    )


def _part(booked: Object, currency: str) -> Part:
    amount, fee = from_stripe(booked["amount"], currency), -from_stripe(booked["fee"], currency)
    if booked["reporting_category"] in ("fee", "network_cost"):  # of the month, of no payment
        return Part("", 0, amount + fee)
    return Part(_reference(booked["source"]), amount, fee)


def _reference(source: Object | str | None) -> str:
    """The payment behind a charge or a dispute, or the refund itself."""
    if not isinstance(source, Mapping):
        return source or ""
    if source["object"] in ("charge", "dispute"):
        return str(source["payment_intent"] or source.get("charge") or source["id"])
    return str(source["id"]) if source["object"] == "refund" else ""
