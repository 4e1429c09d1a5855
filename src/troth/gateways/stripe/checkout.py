"""What a page of Stripe's is asked to be: https://docs.stripe.com/api/checkout/sessions/create.

What is blank is not sent: it is what the policy does not let go.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from troth.gateways.gateway import Due, Payer
from troth.gateways.stripe.amounts import to_stripe
from troth.gateways.stripe.read import KEY, PAGE

# What can be offered, and what kind of way to pay that is.
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
    payer: Payer, due: Due | None, *, back: str, customer: str, methods: Iterable[str], keep: bool
) -> dict[str, Any]:
    """A page to pay on, or without `due` one to leave a way to pay.

    customer: Stripe's name for whom a way to pay is kept. methods: of METHODS. keep: whether the
    way to pay is. Raises Refused for an amount that Stripe does not take.
    """
    asked = {
        "success_url": back,
        "cancel_url": back,
        "locale": payer.language if payer.language in _LANGUAGES else "",
        "customer": customer,
        "customer_email": "" if customer else payer.email,
        # Of these it offers what the currency lets it, and what the dashboard has switched on.
        "allowed_payment_method_types": list(methods),
    }
    return filled(asked | (_paid(due, keep=keep) if due else {"mode": "setup"}))


def customer(payer: Payer) -> dict[str, Any]:
    """A customer of Stripe's, for whom it can keep a way to pay."""
    address = {
        "line1": payer.street,
        "postal_code": payer.postcode,
        "city": payer.city,
        "country": payer.country,
    }
    asked = {
        "name": payer.company or payer.name,
        "email": payer.email,
        "phone": payer.phone,
        "address": filled(address) if payer.street else {},
        "preferred_locales": [payer.language] if payer.language else [],
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
        "client_reference_id": due.key,
        "metadata": {KEY: due.key},
        "line_items": [{"quantity": 1, "price_data": price}],
        "payment_intent_data": filled(intent),
        # The invoice has one amount in one currency, and so has what pays it.
        "adaptive_pricing": {"enabled": False},
    }
