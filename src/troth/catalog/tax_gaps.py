"""What stands between what is for sale and its right tax: told as `troth serve` starts, and at the
desk."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from troth.billing.at_home import home_currency
from troth.billing.thresholds import threshold_warnings
from troth.catalog.models import Price, Product
from troth.core.day import day, day_at
from troth.core.provider import provider
from troth.policy.caution import too_short
from troth.policy.law import EU, ONE_STOP_SHOP
from troth.policy.parse import Policy
from troth.policy.vies import may_ask
from troth.publishing.running import policy_on
from troth.tax.decide import TaxError
from troth.tax.exchange import rate_of
from troth.tax.try_at_home import try_at_home

_DAYS = 3  # from today on; over Easter a rate is used for five of the seven days that it serves


def tax_gaps(*, at: datetime) -> list[str]:
    """What is to be done, one line each; mostly nothing, and never where nothing is for sale."""
    if not Product.objects.filter(retired_at=None).exists():
        return []
    policy = policy_on(at)
    return [
        *_untaxable(policy, at),
        *_unasked(policy),
        *rates_run_out(policy, at=at),
        *_kept_too_short(policy),
        *threshold_warnings(policy, at=at),
    ]


def rates_run_out(policy: Policy, *, at: datetime) -> Iterator[str]:
    """A line for each foreign currency of a price without an exchange rate, today or soon.

    Only sellers in the Union need one: see `billing/at_home.py`.
    """
    if policy.tables.provider.country not in EU or provider().taxes.small_business:
        return
    home, today = home_currency(policy), day_at(at)
    sold = Price.objects.filter(product__retired_at=None, amount__isnull=False)
    for currency in sorted({*sold.values_list("currency", flat=True)} - {home}):
        days = (today + timedelta(days=days) for days in range(_DAYS))
        if without := next((each for each in days if not rate_of(currency, home, each)), None):
            yield _(
                "From %(day)s on nothing taxed can be invoiced in %(currency)s, for want of an "
                "exchange rate to %(home)s that is no older than a week: have whoever runs the "
                "platform see to EXCHANGE_RATES_URL, or call troth tax exchange (docs/tax.md)."
            ) % {"day": day(without), "currency": currency, "home": home}


def _untaxable(policy: Policy, at: datetime) -> Iterator[str]:
    """What is to be set before anything can be invoiced, even at home."""
    try:
        try_at_home(policy, ["electronic"], at=at)
    except TaxError as wrong:
        yield _("Nothing can be ordered or invoiced yet: %(why)s") % {"why": wrong}


def _unasked(policy: Policy) -> Iterator[str]:
    if policy.tables.provider.country in EU and not may_ask(policy.tables):
        yield _(
            "Businesses in other countries of the EU pay the tax of consumers, since nobody asks "
            "whether their VAT numbers are valid: the policy has no [share.vies] (docs/tax.md)."
        )


def _kept_too_short(policy: Policy) -> Iterator[str]:
    """Also of a seller outside of the Union: that it takes part, no policy says."""
    rule = too_short(policy.tables.kept_by("invoice"), ONE_STOP_SHOP)
    if rule and provider().taxes.one_stop_shop:
        yield _(
            "Invoices may end before the ten years of the One Stop Shop (Regulation (EU) 282/2011 "
            "Art. 63c): see %(rule)s of the policy."
        ) % {"rule": rule}
