"""The provider as the one who sells: where it is, and where it charges tax."""

from troth.policy.parse import Policy
from troth.tax.decide import Seller


def seller(policy: Policy) -> Seller:
    """Who sells, as the policy and the settings have it."""
    return Seller(country=policy.tables.provider.country, one_stop_shop=True)
