"""Whether what is sold could be invoiced to somebody next door."""

from collections.abc import Iterable
from datetime import datetime

from troth.core.day import day_at
from troth.policy.parse import Policy
from troth.tax.decide import Buyer, decide
from troth.tax.rates import rates_on
from troth.tax.seller import seller
from troth.tax.table import Kind


def try_at_home(policy: Policy, kinds: Iterable[Kind], *, at: datetime) -> None:
    """Decide a supply of each kind to a consumer of our own country and state.

    Raises TaxError for the first of which no invoice could be made; SellerError where what it
    lacks is ours to set.
    """
    us, day = seller(policy), day_at(at)
    rates = rates_on(day)
    for kind in kinds:
        decide(us, Buyer(us.country, region=us.region), kind, day, rates)
