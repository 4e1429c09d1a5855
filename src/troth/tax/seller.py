"""Who sells, by the policy and the settings."""

from typing import Literal

from troth.core.provider import provider
from troth.einvoice.document import is_for_vat
from troth.policy.parse import Policy
from troth.tax.decide import Seller


def seller(policy: Policy) -> Seller:
    """The provider, in the country that the policy names."""
    taxes = provider().taxes
    return Seller(
        country=policy.tables.provider.country,
        region=taxes.region,
        one_stop_shop=taxes.one_stop_shop,
        small_business=taxes.small_business,
        registered=frozenset(taxes.registered),
        number=kind_of(taxes.number),
    )


def kind_of(number: str) -> Literal["vat", "other", "none"]:
    """What a seller's tax number is: one for VAT has its country in front, as in DE123456788."""
    if not number:
        return "none"
    return "vat" if is_for_vat(number) else "other"
