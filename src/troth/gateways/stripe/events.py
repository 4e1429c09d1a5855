"""What Stripe tells of itself: https://docs.stripe.com/api/events/types."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from troth.gateways.gateway import Again, Event, ForgedError, Outcome, What
from troth.gateways.stripe import read
from troth.gateways.stripe.read import Object

TOLERANCE = timedelta(seconds=300)


def require_signed(raw: bytes, header: str, secrets: Iterable[str], *, at: datetime) -> None:
    """Raise ForgedError unless one of the secrets has signed this within the last five minutes.

    While a secret is rolled, Stripe signs by the old and the new one.
    """
    if not any(_signed(raw, header, secret) for secret in secrets):
        raise ForgedError("Stripe has not signed this.")
    # The library would ask the clock. It is the first time in the header that is signed.
    parts = (part.split("=", 2) for part in header.split(","))
    signed = int(next(part[1] for part in parts if part[0] == "t"))
    if abs(at - datetime.fromtimestamp(signed, UTC)) > TOLERANCE:
        raise ForgedError("Stripe has signed this at another time.")


def _signed(raw: bytes, header: str, secret: str) -> bool:
    try:
        return bool(WebhookSignature.verify_header(raw, header, secret))
    except (SignatureVerificationError, TypeError, ValueError):
        # ValueError: of bytes that are no text; TypeError: of a signature that is not of ASCII.
        return False


def event(raw: bytes, account: str, *, live: bool) -> Event:
    """What was delivered. account: ours, where it names none. live: whether our key moves money.

    Raises ValueError for no event, and ForgedError for one of the other mode: what is paid in test
    mode is no money, whoever has its secret.
    """
    try:
        said = json.loads(raw)
        if said["object"] != "event":
            raise ValueError("no event of Stripe")
        if bool(said.get("livemode", live)) is not live:
            raise ForgedError("Stripe tells this of its other mode.")
        payee = said.get("account") or account
        bare = Event(
            name=said["id"],
            what=What.OTHER,
            at=datetime.fromtimestamp(said["created"], UTC),
        )
        told = _READERS.get(said["type"], _other)(said["data"]["object"], payee)
        return replace(bare, **told)
    except (AttributeError, KeyError, LookupError, OverflowError, RecursionError, TypeError) as e:
        raise ValueError(f"no event of Stripe: {type(e).__name__}") from None


def _other(told: Object, payee: str) -> Mapping[str, Any]:
    return {}


def _session(told: Object, payee: str) -> Mapping[str, Any]:
    return {"what": What.PAYMENT, "standing": read.session(told, payee)}


def _session_failed(told: Object, payee: str) -> Mapping[str, Any]:
    """A direct debit from a page came back: why is with the payment, which is looked up."""
    said = read.session(told, payee)
    declined = replace(said, outcome=Outcome.DECLINED, code="payment_failed", again=Again.OTHERWISE)
    return {"what": What.PAYMENT, "standing": declined}


def _payment(told: Object, payee: str) -> Mapping[str, Any]:
    said = read.payment(told, payee)
    if said.outcome is Outcome.DECLINED and said.code == "authentication_required":
        # No end yet: whoever has charged it asks the customer to confirm it on a page.
        said = replace(said, outcome=Outcome.OPEN, code="", again=Again.NEVER)
    return {"what": What.PAYMENT, "standing": said}


def _refund(told: Object, payee: str) -> Mapping[str, Any]:
    return {"what": What.REFUND, "standing": read.refund(told, payee)}


def _kept(told: Object, payee: str) -> Mapping[str, Any]:
    kept = read.kept(told)
    return {"what": What.KEPT, "kept": kept} if kept else {}


def _gone(told: Object, payee: str) -> Mapping[str, Any]:
    return {"what": What.GONE, "gone": told["id"]}


def _mandate(told: Object, payee: str) -> Mapping[str, Any]:
    """Without its mandate a bank account can be debited no more."""
    if told["status"] != "inactive":
        return {}
    return {"what": What.GONE, "gone": told["payment_method"]}


def _dispute(what: What) -> Callable[[Object, str], Mapping[str, Any]]:
    def read_it(told: Object, payee: str) -> Mapping[str, Any]:
        until = told["evidence_details"]["due_by"]
        return {
            "what": what,
            "standing": read.disputed(told, payee),
            "dispute": told["id"],
            "answer_by": datetime.fromtimestamp(until, UTC) if until else None,
        }

    return read_it


def _decided(told: Object, payee: str) -> Mapping[str, Any]:
    """How a dispute ended. An inquiry that ended (`warning_closed`) had taken no money."""
    words = {"won": What.DISPUTE_WON, "lost": What.DISPUTE_LOST}
    what = words.get(told["status"], What.OTHER)
    return {"what": what, "standing": read.disputed(told, payee), "dispute": told["id"]}


def _payout(told: Object, payee: str) -> Mapping[str, Any]:
    return {"what": What.PAYOUT, "payout": told["id"]}


# Each fact once: what another event tells at the same time is OTHER. Disputes begin when money is
# taken, not with `charge.dispute.created`, which is of mere inquiries too; that and
# `charge.dispute.updated` bring only the day to answer by. `charge.refunded` says no refund's name,
# and `charge.dispute.funds_reinstated` follows the decision.
_READERS: Mapping[str, Callable[[Object, str], Mapping[str, Any]]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session_failed,
    "checkout.session.expired": _session,
    "payment_intent.succeeded": _payment,
    "payment_intent.processing": _payment,
    "payment_intent.payment_failed": _payment,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "payment_method.attached": _kept,
    "payment_method.updated": _kept,
    "payment_method.automatically_updated": _kept,
    "payment_method.detached": _gone,
    "mandate.updated": _mandate,
    "charge.dispute.created": _dispute(What.OTHER),
    "charge.dispute.updated": _dispute(What.OTHER),
    "charge.dispute.funds_withdrawn": _dispute(What.DISPUTE),
    "charge.dispute.closed": _decided,
    "payout.paid": _payout,
    "payout.reconciliation_completed": _payout,
    "payout.failed": _payout,  # what is then asked says so, and a person sees to it
}
# To be chosen for the webhook; see docs/gateways/stripe.md.
TYPES = frozenset(_READERS)
