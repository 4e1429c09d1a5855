"""The pages of Checkout, on which customers pay."""

from __future__ import annotations

import time
from html import escape
from typing import TYPE_CHECKING, Any

from troth.testing.stripe.refuse import AnswerError, refuse

if TYPE_CHECKING:
    from troth.testing.stripe.server import Front

Said = dict[str, Any]
VISA = "4242424242424242"
_ENDS = {"exp_month": 12, "exp_year": 2031, "cvc": "123"}
_LEAST, _MOST = 30 * 60, 24 * 3600  # seconds that a page may be open


class Pages:
    """Checkout Sessions, each with what it was asked for."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.made: dict[str, tuple[Said, Said]] = {}

    def make(self, told: Said) -> Said:
        now, name = int(time.time()), f"cs_test_{len(self.made) + 1}"
        until = int(told.get("expires_at", now + _MOST))
        price = told["line_items"]["0"]["price_data"] if told["mode"] == "payment" else {}
        # Stripe takes half an hour at least, counted when it arrives.
        both = {"customer"} < told.keys() & {"customer", "customer_email", "customer_creation"}
        wrong = (
            both
            or not _LEAST - 60 <= until - now <= _MOST
            or bool(price) is (told["mode"] == "setup")
        )
        if wrong:
            raise refuse(400, "parameter_invalid")
        if customer := told.get("customer"):
            self.front.local("GET", f"customers/{customer}")
        made = {
            **{"id": name, "object": "checkout.session", "created": now, "expires_at": until},
            **{"url": f"FRONT/pay/{name}", "status": "open", "payment_status": "unpaid"},
            **{"mode": told["mode"], "metadata": told.get("metadata", {}), "livemode": False},
            **{"client_reference_id": told.get("client_reference_id"), "customer": customer},
            **{"amount_total": int(price["unit_amount"]) if price else None},
            **{"currency": price.get("currency", told.get("currency"))},
            **{"payment_intent": None, "setup_intent": None},
        }
        if told["mode"] == "setup":
            made["payment_status"] = "no_payment_required"
        self.made[name] = (made, told)
        return dict(made)

    def found(self, told: Said) -> list[Said]:
        every = [made for made, _ in self.made.values()][::-1]
        if intent := told.get("payment_intent"):
            return [made for made in every if made["payment_intent"] == intent]
        since = int(told.get("created", {}).get("gte", 0))
        return [made for made in every if made["created"] >= since]

    def read(self, name: str, expand: dict[str, str]) -> Said:
        if name not in self.made:
            raise refuse(404, "resource_missing")
        made = dict(self.made[name][0])
        for what, at in (("payment_intent", "payment_intents"), ("setup_intent", "setup_intents")):
            below = [path for path in expand.values() if path.startswith(what)]
            if made[what] and below:
                paths = (path.partition(".")[2] for path in below)
                query = "&".join(f"expand[{n}]={path}" for n, path in enumerate(paths) if path)
                made[what] = self.front.local("GET", f"{at}/{made[what]}?{query}")
        return made

    def pay(self, name: str, form: Said) -> str:
        """What the customer does; where they go back to, blank while they are still here."""
        made, told = self.made[name]
        if made["status"] != "open":
            return ""
        if "customer_creation" in told:
            email = {"email": told["customer_email"]} if "customer_email" in told else {}
            made["customer"] = self.front.local("POST", "customers", **email)["id"]
        try:
            if form.get("iban"):
                way = self._way("sepa_debit", {"iban": form["iban"]})
            else:
                way = self._way("card", {"number": form.get("card", VISA), **_ENDS})
            if _keeps(told):
                way = self.front.local(
                    "POST", f"payment_methods/{way['id']}/attach", customer=made["customer"]
                )
            if made["mode"] == "setup":
                setup = self.front.local("POST", "setup_intents", customer=made["customer"])
                confirm = f"setup_intents/{setup['id']}/confirm"
                self.front.local("POST", confirm, payment_method=way["id"])
                made["setup_intent"] = setup["id"]
            else:
                made["payment_intent"] = self._paid(made, told, way)
        except AnswerError:
            return ""
        if _keeps(told):
            self.front.tell("payment_method.attached", way)
        made |= {"status": "complete", "url": None}
        if made["mode"] == "payment":  # a direct debit takes its time
            made["payment_status"] = "unpaid" if way["type"] == "sepa_debit" else "paid"
        self.front.tell("checkout.session.completed", made)
        return str(told["success_url"])

    def expire(self, name: str) -> Said:
        made, _ = self.made[name]
        made |= {"status": "expired", "url": None}
        self.front.tell("checkout.session.expired", made)
        return made

    def hear(self, kind: str, intent: Said) -> None:
        """What came of a direct debit that somebody gave on a page."""
        for made, _ in self.made.values():
            if made["payment_intent"] != intent["id"] or made["payment_status"] != "unpaid":
                continue
            if kind == "payment_intent.succeeded":
                made["payment_status"] = "paid"
                self.front.tell("checkout.session.async_payment_succeeded", made)
            elif kind == "payment_intent.payment_failed":
                self.front.tell("checkout.session.async_payment_failed", made)

    def way(self, customer: str, card: str) -> Said:
        """A card that is kept."""
        way = self._way("card", {"number": card, **_ENDS})
        return self.front.local("POST", f"payment_methods/{way['id']}/attach", customer=customer)

    def html(self, name: str) -> str:
        made, told = self.made[name]
        what = told["line_items"]["0"]["price_data"] if made["mode"] == "payment" else {}
        title = what["product_data"]["name"] if what else "A payment method"
        amount = f"{what['unit_amount']} {what['currency']}" if what else ""
        fields = "".join(
            f"<label>{label} <input name={name} value='{value}'></label>"
            for label, name, value in (("Card", "card", VISA), ("IBAN", "iban", ""))
        )
        return (
            f"<title>Checkout</title><h1>{escape(title)}</h1><p>{escape(amount)}</p>"
            f"<form method=post>{fields}<button>Pay</button></form>"
        )

    def _paid(self, made: Said, told: Said, way: Said) -> str:
        """The payment, confirmed by the customer where their bank asks."""
        intent = told["payment_intent_data"]
        asked = {
            **{"amount": made["amount_total"], "currency": made["currency"], "confirm": "true"},
            **{"payment_method": way["id"], "metadata": intent["metadata"]},
            **({"customer": made["customer"]} if made["customer"] else {}),
        }
        paid = self.front.local("POST", "payment_intents", **asked)
        if paid["status"] == "requires_action":
            confirm = {"client_secret": paid["client_secret"], "success": "true"}
            self.front.local("POST", f"payment_intents/{paid['id']}/_authenticate", **confirm)
        return str(paid["id"])

    def _way(self, kind: str, said: Said) -> Said:
        return self.front.local("POST", "payment_methods", type=kind, **{kind: said})


def _keeps(told: Said) -> bool:
    """Whether Stripe keeps the payment method."""
    return told["mode"] == "setup" or "setup_future_usage" in told["payment_intent_data"]
