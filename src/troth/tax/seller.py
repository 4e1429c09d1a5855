"""Who sells, by the policy and the settings."""

from troth.core.provider import provider
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
    )
