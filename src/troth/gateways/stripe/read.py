"""What Stripe's objects say, in the words of `gateway.py`.

What it always sends is taken by index, so that a name that it does not use is an error.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from troth.gateways.gateway import Again, Kept, Outcome, Standing
from troth.gateways.stripe.amounts import from_stripe
from troth.gateways.stripe.declines import again, code_of

type Object = Mapping[str, Any]

# In the metadata of what Stripe makes for us: our key, whether the customer pays on a page, and
# whether that is to confirm what could not be taken while they were away.
KEY, PAGE, CONFIRMS = "troth", "troth_page", "troth_confirms"

_INTENT = {
    "succeeded": Outcome.PAID,
    "processing": Outcome.UNDERWAY,
    "requires_capture": Outcome.UNDERWAY,
    "canceled": Outcome.DECLINED,
}
_REFUND = {
    "succeeded": Outcome.PAID,
    "pending": Outcome.UNDERWAY,
    "requires_action": Outcome.UNDERWAY,
    "failed": Outcome.DECLINED,
    "canceled": Outcome.DECLINED,
}


def payment(intent: Object, payee: str, *, page_over: bool = False) -> Standing:
    """How a PaymentIntent stands.

    page_over: of one that is paid on a page, whether that is closed. Until then a decline is no
    end: the customer has another card.
    """
    currency = intent["currency"].upper()
    outcome, code, left = _INTENT.get(intent["status"], Outcome.OPEN), "", Again.NEVER
    error = intent["last_payment_error"] or {}
    if outcome is Outcome.DECLINED:
        code = code_of(error) if error else intent["cancellation_reason"] or "canceled"
        left = Again.OTHERWISE
    elif outcome is Outcome.OPEN and error and (page_over or not on_page(intent)):
        outcome, code, left = Outcome.DECLINED, code_of(error), again(error)
    amount = intent["amount_received"] if outcome is Outcome.PAID else intent["amount"]
    return Standing(
        outcome=outcome,
        reference=intent["id"],
        key=key_of(intent),
        payee=payee,
        amount=from_stripe(amount, currency),
        currency=currency,
        fee=_fee(intent["latest_charge"], currency),
        kept=kept(intent["payment_method"]),
        code=code,
        again=left,
        customer=_customer(intent),
    )


def session(found: Object, payee: str) -> Standing:
    """How a Checkout Session stands: a page of Stripe's on which a customer pays."""
    intent, setup = found["payment_intent"], found["setup_intent"]
    currency = (found["currency"] or "").upper()
    complete = found["status"] == "complete"
    if complete and isinstance(intent, Mapping):
        return payment(intent, payee, page_over=True)
    if found["status"] == "expired":
        outcome = Outcome.LAPSED
    elif not complete:
        outcome = Outcome.ASKED if CONFIRMS in (found["metadata"] or {}) else Outcome.OPEN
    else:
        paid = found["payment_status"] in ("paid", "no_payment_required")
        outcome = Outcome.PAID if paid else Outcome.UNDERWAY
    return Standing(
        outcome=outcome,
        # A payment has one name from when it is made, by which it is paid back and paid out.
        reference=intent if complete and isinstance(intent, str) else found["id"],
        key=key_of(found),  # others use `client_reference_id` as well
        payee=payee,
        amount=from_stripe(found["amount_total"] or 0, currency),
        currency=currency,
        kept=kept(setup["payment_method"]) if isinstance(setup, Mapping) else None,
        url=found["url"] or "",  # of a page that is still open
        customer=_customer(found),
    )


def refund(found: Object, payee: str) -> Standing:
    """How a refund stands."""
    currency = found["currency"].upper()
    outcome = _REFUND.get(found["status"] or "", Outcome.UNDERWAY)
    failed = outcome is Outcome.DECLINED
    return Standing(
        outcome=outcome,
        reference=found["id"],
        key=key_of(found),
        payee=payee,
        amount=from_stripe(found["amount"], currency),
        currency=currency,
        of=found["payment_intent"] or found["charge"] or "",
        code=(found.get("failure_reason") or found["status"])[:60] if failed else "",
        again=Again.OTHERWISE if failed else Again.NEVER,
    )


def disputed(dispute: Object, payee: str) -> Standing:
    """What a dispute is about. Stripe does not say our key of it."""
    currency = dispute["currency"].upper()
    return Standing(
        outcome=Outcome.PAID,
        reference=dispute["payment_intent"] or dispute["charge"],
        key="",
        payee=payee,
        amount=from_stripe(dispute["amount"], currency),
        currency=currency,
        fee=sum(fees) if (fees := _fees(dispute["balance_transactions"], currency)) else None,
    )


def kept(method: Object | str | None) -> Kept | None:
    """A payment method, where it was read in full and is kept for a customer."""
    if not isinstance(method, Mapping) or not method.get("customer"):
        return None
    kind, said = method["type"], method.get(method["type"]) or {}
    owner = method["customer"]
    customer = owner["id"] if isinstance(owner, Mapping) else owner
    word, label, ends = "wallet", kind.replace("_", " ").title(), None
    if kind == "card":
        word = "wallet" if said.get("wallet") else "card"
        label = f"{said['brand'].replace('_', ' ').title()} {said['last4']}"
        year, month = said["exp_year"], said["exp_month"]
        ends = date(year, month, monthrange(year, month)[1])
    elif kind == "us_bank_account":
        word, label = "bank", f"{said['bank_name'] or 'ACH'} {said['last4']}"
    elif kind in ("sepa_debit", "bacs_debit"):
        word = "debit"
        label = f"{kind.split('_')[0].upper()} {said.get('country') or ''} {said['last4']}"
    return Kept(
        reference=method["id"],
        customer=customer,
        kind=word,
        label=" ".join(label.split())[:80],
        ends=ends,
    )


def key_of(found: Object) -> str:
    """Our key of something that Stripe made for us, blank for what it made for others."""
    return str((found["metadata"] or {}).get(KEY, ""))


def _customer(found: Object) -> str:
    """Its own name for who pays, blank for a guest."""
    owner = found.get("customer")
    return str(owner["id"] if isinstance(owner, Mapping) else owner or "")


def on_page(intent: Object) -> bool:
    """Whether the customer pays it on a page of Stripe's."""
    return PAGE in (intent["metadata"] or {})


def _fee(charge: Object | str | None, currency: str) -> int | None:
    """What Stripe keeps, where it was read in full and is in the currency of the payment."""
    booked = charge["balance_transaction"] if isinstance(charge, Mapping) else None
    fees = _fees([booked], currency) if isinstance(booked, Mapping) else []
    return fees[0] if fees else None


def _fees(booked: Iterable[Object], currency: str) -> list[int]:
    """Those of what is booked at Stripe in a currency."""
    return [
        from_stripe(each["fee"], currency)
        for each in booked
        if each["currency"].upper() == currency
    ]
