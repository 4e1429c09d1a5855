"""What a page of Stripe's is asked to be: https://docs.stripe.com/api/checkout/sessions/create.

What is blank is not sent: it is what the policy does not let go.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from troth.gateways.gateway import Due, Payer
from troth.gateways.stripe.amounts import to_stripe
from troth.gateways.stripe.read import KEY, PAGE

# What can be offered, and what kind of payment method that is.
METHODS = {
    "card": "card",
    "us_bank_account": "bank",
    "sepa_debit": "debit",
    "bacs_debit": "debit",
}
# The languages of its pages; in another it would refuse to make one.
_LANGUAGES = {
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fil", "fr", "hr", "hu", "id", "it"),
    *("ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv"),
    *("th", "tr", "vi", "zh"),
}


def page(
    payer: Payer, due: Due, *, back: str, methods: Iterable[str], keep: bool
) -> dict[str, Any]:
    """A page to pay on, or one to leave a payment method where nothing is due.

    methods: of METHODS. keep: whether the payment method is kept. Raises Refused for an amount that
    Stripe does not take.
    """
    keep = keep or not due.amount
    asked = {
        "success_url": back,
        "cancel_url": back,
        "locale": payer.language if payer.language in _LANGUAGES else "",
        "customer": payer.customer,
        # For whom it is kept, Stripe makes a customer when it is: one who turns back leaves none.
        "customer_creation": "always" if keep and not payer.customer else "",
        "customer_email": "" if payer.customer else payer.email,
        # Of these it offers what the currency lets it, and what the dashboard has switched on.
        "allowed_payment_method_types": list(methods),
        "client_reference_id": due.key,
        "metadata": {KEY: due.key},
        "currency": due.currency.lower(),
        **(_paid(due, keep=keep) if due.amount else {"mode": "setup"}),
    }
    return filled(asked)


def filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """What there is of it."""
    return {name: value for name, value in told.items() if value}


def _paid(due: Due, *, keep: bool) -> dict[str, Any]:
    price = {
        "currency": due.currency.lower(),
        "unit_amount": to_stripe(due.amount, due.currency),
        "product_data": {"name": due.reference},
    }
    intent = {
        "metadata": {KEY: due.key, PAGE: "1"},
        "description": due.reference,
        "setup_future_usage": "off_session" if keep else "",
    }
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": filled(intent),
        # The invoice has one amount in one currency, and so has what pays it.
        "adaptive_pricing": {"enabled": False},
    }
