"""How prices are shown to whom: with the tax that they would pay (2011/83/EU Art. 6(1)(e), PAngV).

Prices of the catalogue are net; what a page or a letter shows of them is made here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.billing.as_told import as_told
from troth.billing.buyers import buyers_of
from troth.core.day import day_at
from troth.core.percent import percent, share_of
from troth.core.provider import provider
from troth.policy.countries import COUNTRIES
from troth.policy.law import EU
from troth.publishing.running import policy_on
from troth.tax.decide import Buyer, PendingError, TaxError, Treatment, decide
from troth.tax.rates import rates_on
from troth.tax.seller import seller
from troth.tax.table import KINDS, Kind
from troth.wall.enter import beyond_wall

_HAVE_VAT = frozenset(EU) | {"GB", "CH", "LI", "NO"}


@dataclass(frozen=True)
class Reader:
    """Somebody who is shown prices. taxed: how, by kind of supply; without those nobody can say.

    by_home: the kinds that are shown as for a consumer in the provider's country. net: whether the
    shop shows everybody prices without tax, see SHOP_NET_PRICES.
    """

    taxed: Mapping[str, Treatment]
    by_home: frozenset[str] = frozenset()
    net: bool = False

    def price(self, amount: int, supply: str) -> int:
        """A net amount as it is shown, in minor units; rounded as an invoice is."""
        return with_tax(amount, self.rate(supply))

    def rate(self, supply: str) -> int:
        """The rate of the tax that is shown within such prices, in parts per million."""
        treatment = None if self.net else self.taxed.get(supply)
        return treatment.rate if treatment else 0

    def is_net(self, supplies: Iterable[str]) -> bool:
        """Whether all that is shown of these kinds of supply bears no tax."""
        return not any(self.rate(supply) for supply in supplies)

    def words(self, supplies: Iterable[str]) -> str:
        """Which tax prices of these kinds of supply have in them, in whole sentences."""
        if self.net:
            return _("Prices are net, plus VAT.")
        shown = sorted(set(supplies))
        treatments = dict.fromkeys(map(self.taxed.get, shown))
        rates = {(t.rate, t.country): t for t in treatments if t and t.rate}
        found = [_included(rates)] if rates else []
        found += {t.to_buyer: None for t in treatments if t and t.to_buyer}
        if not found or None in treatments:
            found.append(_("Prices do not include tax. You see the tax before you order."))
        if not self.by_home.isdisjoint(shown):
            found.append(_("The tax depends on where you live; you see it before you order."))
        return " ".join(found)


def with_tax(amount: int, rate: int) -> int:
    """A net amount with tax at a rate in parts per million; rounded as an invoice is."""
    return amount + share_of(amount, rate)


def reader_of(
    account: Account | None, *, told: Mapping[str, str] = MappingProxyType({}), at: datetime
) -> Reader:
    """How prices are shown to who buys for an account; without one, to a visitor.

    told: as in `as_told`.
    """
    if account is None:
        return _readers([], at)[None]
    return _readers([as_told(account, told)], at)[account.pk]


def readers_of(accounts: Collection[int], *, at: datetime) -> dict[int | None, Reader]:
    """The same of many accounts, by their keys; under None that of a visitor."""
    return _readers(Account.objects.filter(pk__in=accounts), at)


def _readers(accounts: Iterable[Account], at: datetime) -> dict[int | None, Reader]:
    policy, day = policy_on(at), day_at(at)
    us, rates, net = seller(policy), rates_on(day), provider().taxes.net_prices

    def treated(buyer: Buyer, kind: Kind) -> Treatment | None:
        try:
            return decide(us, buyer, kind, day, rates)
        except PendingError:  # as the order is, until the answer is there
            return treated(replace(buyer, number="invalid", local=None), kind)
        except TaxError:
            return None

    @cache
    def taxed(buyer: Buyer) -> dict[str, Treatment]:
        every = {kind: treated(buyer, kind) for kind in KINDS}
        return {kind: treatment for kind, treatment in every.items() if treatment}

    # What staff should look at, such as a rate of a state, is not said of a visitor.
    home = {kind: t for kind, t in taxed(Buyer(us.country)).items() if not t.caution}
    found: dict[int | None, Reader] = {None: Reader(home, frozenset(home), net)}
    with beyond_wall():  # what decides the tax is not for everybody who may order
        buyers = buyers_of(accounts, policy, at=at)
    for account, buyer in buyers.items():
        own = taxed(buyer)
        found[account] = Reader(home | own, frozenset(home) - frozenset(own), net)
    return found


def _included(rates: Mapping[tuple[int, str], Treatment]) -> str:
    told = [
        {
            "rate": percent(rate),
            "country": COUNTRIES.get(country, country),
        }
        for rate, country in rates
    ]
    if len(told) > 1:
        return _("Prices include tax: %(rates)s.") % {
            "rates": ", ".join(f"{each['rate']} ({each['country']})" for each in told)
        }
    if all(country in _HAVE_VAT for _rate, country in rates):
        return _("Prices include %(rate)s VAT of %(country)s.") % told[0]
    return _("Prices include %(rate)s tax of %(country)s.") % told[0]
