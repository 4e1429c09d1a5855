"""What PayPal's objects say, in the words of `gateway.py`.

A payment is called as PayPal calls the capture of its money, which its dashboard shows as the
transaction's id. All else has names of the same form, so ours say before a colon what they are of.

What PayPal always sends is taken by index, so that a name that it does not use is an error.
"""

from collections.abc import Mapping
from typing import Any

from troth.gateways.gateway import Again, Kept, Outcome, Standing
from troth.gateways.paypal.amounts import from_paypal
from troth.gateways.paypal.declines import DECLINES

type Object = Mapping[str, Any]

ORDER, REFUND, SETUP = "order:", "refund:", "setup:"
# What was paid stays paid when it is paid back: refunds tell themselves.
_CAPTURE = {
    **dict.fromkeys(("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"), Outcome.PAID),
    "PENDING": Outcome.UNDERWAY,
    **dict.fromkeys(("DECLINED", "FAILED"), Outcome.DECLINED),
}
_RANK = (Outcome.DECLINED, Outcome.UNDERWAY, Outcome.PAID)
_REFUND = {
    "COMPLETED": Outcome.PAID,
    "PENDING": Outcome.UNDERWAY,
    **dict.fromkeys(("CANCELLED", "FAILED"), Outcome.DECLINED),
}
_AGREED = ("APPROVED", "VAULTED", "TOKENIZED")


def order(found: Object) -> Standing:
    """How an order stands: it has the payment in it once that was taken."""
    unit = found["purchase_units"][0]
    payments = (unit.get("payments") or {}).get("captures") or []
    if payments:
        # One at most is completed; another may have been declined before.
        best = max(payments, key=lambda each: _RANK.index(_CAPTURE[each["status"]]))
        told = {"custom_id": unit.get("custom_id"), "payee": unit.get("payee")}
        return capture({**told, **best}, kept=kept(found))
    amount, currency = from_paypal(unit["amount"])
    void, agreed = found["status"] == "VOIDED", found["status"] == "APPROVED"
    return Standing(
        outcome=Outcome.DECLINED if void else Outcome.OPEN,
        reference=f"{ORDER}{found['id']}",
        key=unit.get("custom_id") or "",
        payee=payee(unit.get("payee")),
        amount=amount,
        currency=currency,
        url="" if void or agreed else page(found),
        agreed=agreed,
        code="VOIDED" if void else "",
        again=Again.LATER if void else Again.NEVER,
    )


def capture(found: Object, *, kept: Kept | None = None) -> Standing:
    """How a payment stands whose money was taken, or is on its way."""
    outcome, left = _CAPTURE[found["status"]], Again.NEVER
    amount, currency = from_paypal(found["amount"])
    code = ""
    if outcome is Outcome.DECLINED:
        code = str((found.get("status_details") or {}).get("reason") or found["status"])[:60]
        left = DECLINES.get(code, Again.OTHERWISE)
    return Standing(
        outcome=outcome,
        reference=found["id"],
        key=found.get("custom_id") or "",
        payee=payee(found.get("payee")),
        amount=amount,
        currency=currency,
        fee=_fee(found.get("seller_receivable_breakdown"), currency),
        kept=kept,
        code=code,
        again=left,
    )


def refund(found: Object, ours: str, of: str = "") -> Standing:
    """How a refund stands. of: the payment, where it is known; ours: the account that has paid it
    back, where PayPal does not say."""
    outcome = _REFUND[found["status"]]
    amount, currency = from_paypal(found["amount"])
    failed = outcome is Outcome.DECLINED
    reason = (found.get("status_details") or {}).get("reason") or found["status"]
    return Standing(
        outcome=outcome,
        reference=f"{REFUND}{found['id']}",
        key=found.get("custom_id") or "",
        payee=payee(found.get("payer")) or ours,
        amount=amount,
        currency=currency,
        of=of or _link(found, "up").rstrip("/").rpartition("/")[2],
        code=str(reason)[:60] if failed else "",
        again=Again.OTHERWISE if failed else Again.NEVER,
    )


def setup(found: Object, key: str, ours: str) -> Standing:
    """How it stands with a payment method left without paying; PayPal does not say our key."""
    agreed = found["status"] in _AGREED
    return Standing(
        outcome=Outcome.OPEN,
        reference=f"{SETUP}{found['id']}",
        key=key,
        payee=ours,
        amount=0,
        currency="",
        url="" if agreed else page(found),
        agreed=agreed,
    )


def kept(found: Object) -> Kept | None:
    """The payment method that an order has left, once PayPal has made it."""
    wallet = (found.get("payment_source") or {}).get("paypal") or {}
    vault = (wallet.get("attributes") or {}).get("vault") or {}
    return token(vault["id"], wallet) if vault.get("id") else None


def token(name: str, wallet: Object) -> Kept:
    """A wallet that PayPal keeps for us under a name.

    Of customers, PayPal's names are left: each payment method is forgotten by its own.
    """
    first, at, domain = str(wallet.get("email_address") or "").partition("@")
    label = f"PayPal {first[:1]}…@{domain}" if at else "PayPal"
    return Kept(reference=name, customer="", kind="wallet", label=label[:80])


def page(found: Object) -> str:
    """Where the customer goes on at PayPal; blank where nowhere."""
    return _link(found, "payer-action") or _link(found, "approve")


def payee(said: Object | None) -> str:
    """The account that is paid."""
    return str((said or {}).get("merchant_id") or "")


def _link(found: Object, rel: str) -> str:
    links = found.get("links") or []
    return next((str(each["href"]) for each in links if each["rel"] == rel), "")


def _fee(breakdown: Object | None, currency: str) -> int | None:
    """What PayPal keeps, where it says it in the currency of the payment."""
    told = (breakdown or {}).get("paypal_fee")
    if not told:
        return None
    fee, of = from_paypal(told)
    return fee if of == currency else None
