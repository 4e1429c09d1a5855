"""What PayPal is asked to have paid: https://developer.paypal.com/docs/api/orders/v2/.

What is blank is not sent: it is what the policy does not let go.
"""

from typing import Any

from troth.gateways.gateway import Due, Payer
from troth.gateways.paypal.amounts import to_paypal

# PayPal's pages, by our language; in another it goes by the customer's own settings there.
_LOCALES = {
    **{"cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US", "es": "es-ES"},
    **{"fi": "fi-FI", "fr": "fr-FR", "hu": "hu-HU", "it": "it-IT", "ja": "ja-JP", "nl": "nl-NL"},
    **{"nb": "no-NO", "pl": "pl-PL", "pt": "pt-PT", "ru": "ru-RU", "sk": "sk-SK", "sv": "sv-SE"},
}
# The customer pays in advance for what is renewed, and amounts may change.
_PATTERN = "RECURRING_PREPAID"
_TOKEN = {
    **{"usage_type": "MERCHANT", "usage_pattern": _PATTERN},
    # Two customers of ours may pay from one wallet; one who goes must not take the other's.
    "permit_multiple_payment_tokens": True,
}


def order(payer: Payer, due: Due, *, payee: str, back: str, keep: bool) -> dict[str, Any]:
    """An order that the customer agrees to on PayPal's page."""
    wallet = filled(
        experience_context={**_page(payer, back), "user_action": "PAY_NOW"},
        email_address=payer.email,
        name=_name(payer.name),
        address=_address(payer),
        attributes={"vault": {"store_in_vault": "ON_SUCCESS", **_TOKEN}} if keep else {},
    )
    return _order(payer, due, payee, wallet)


def charge(kept: str, payer: Payer, due: Due, *, payee: str) -> dict[str, Any]:
    """An order that is paid at once by a way that is kept, with the customer away or here."""
    by = "CUSTOMER" if due.here else "MERCHANT"
    stored = {"payment_initiator": by, "usage": "SUBSEQUENT", "usage_pattern": _PATTERN}
    return _order(payer, due, payee, {"vault_id": kept, "stored_credential": stored})


def setup(payer: Payer, *, back: str) -> dict[str, Any]:
    """A payment method that the customer leaves on PayPal's page, with nothing paid."""
    token = {name: value for name, value in _TOKEN.items() if name != "usage_pattern"}
    return {"payment_source": {"paypal": {**token, "experience_context": _page(payer, back)}}}


def invoice_id(due: Due) -> str:
    """What customers see as the number of the invoice, unlike that of any other payment.

    PayPal refuses a second payment with the same one. It would refuse a second attempt for an
    invoice, and what is to be refused is the same attempt twice: so it ends with the key of that.
    """
    return f"{due.reference[:100]}-{due.key[-12:]}"


def filled(**told: Any) -> dict[str, Any]:
    """What there is of it."""
    return {name: value for name, value in told.items() if value}


def _order(payer: Payer, due: Due, payee: str, wallet: dict[str, Any]) -> dict[str, Any]:
    unit = filled(
        amount=to_paypal(due.amount, due.currency),
        payee={"merchant_id": payee},
        custom_id=due.key,
        invoice_id=invoice_id(due),
        description=payer.wants[:127],
    )
    return {"intent": "CAPTURE", "purchase_units": [unit], "payment_source": {"paypal": wallet}}


def _page(payer: Payer, back: str) -> dict[str, Any]:
    return filled(
        return_url=back,
        cancel_url=back,
        locale=_LOCALES.get(payer.language, ""),
        shipping_preference="NO_SHIPPING",
    )


def _name(name: str) -> dict[str, str]:
    """PayPal wants two names, of which the last word is taken for the second."""
    given, _, surname = name.strip().rpartition(" ")
    return filled(given_name=given[:140], surname=surname[:140])


def _address(payer: Payer) -> dict[str, str]:
    """None without the country, which PayPal wants."""
    if not payer.country:
        return {}
    return filled(
        address_line_1=payer.street[:300],
        postal_code=payer.postcode[:60],
        admin_area_2=payer.city[:120],
        country_code=payer.country,
    )
