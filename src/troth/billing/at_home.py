"""What the tax of staged invoices is in the seller's own currency (Directive 2006/112/EC Art. 230).

Of an invoice without tax there is none to tell.
"""

from datetime import date
from decimal import Decimal

from babel.numbers import get_territory_currencies
from django.db import connection
from django.utils.translation import gettext as _

from troth.billing.treat import Untreated
from troth.core.money import exponent
from troth.core.provider import provider
from troth.policy.law import EU
from troth.policy.parse import Policy
from troth.tax.decide import TaxError
from troth.tax.exchange import rate_of

_TAXED = "SELECT DISTINCT account_id, currency FROM staged_tax WHERE amount <> 0 AND currency <> %s"
_WITHOUT = """
    DELETE FROM staged_line WHERE account_id = ANY(%(accounts)s);
    DELETE FROM staged_treatment WHERE account_id = ANY(%(accounts)s);
    DELETE FROM staged_tax WHERE account_id = ANY(%(accounts)s)
"""


def home_currency(policy: Policy) -> str:
    """The currency in which the provider owes its taxes (ISO 4217)."""
    country = policy.tables.provider.country
    return provider().taxes.currency or get_territory_currencies(country)[0]


def rates_to_home(
    policy: Policy, on: date
) -> tuple[list[tuple[str, Decimal, Decimal]], list[Untreated]]:
    """The rate of each other currency in which tax is owed, and by what a minor unit multiplies.

    Of a seller in the Union, lines of accounts for whose currency none is known are taken out; each
    with why. Elsewhere the invoice is without.
    """
    home = home_currency(policy)
    with connection.cursor() as cursor:
        cursor.execute(_TAXED, [home])
        taxed = cursor.fetchall()
        rates = {currency: rate_of(currency, home, on) for _account, currency in taxed}
        needed = policy.tables.provider.country in EU
        without = {a: currency for a, currency in taxed if needed and rates[currency] is None}
        if without:
            for statement in _WITHOUT.split(";"):
                cursor.execute(statement, {"accounts": list(without)})
    known = [
        (currency, rate, rate.scaleb(exponent(home) - exponent(currency)))
        for currency, rate in rates.items()
        if rate is not None
    ]
    return known, [
        Untreated(
            account,
            TaxError(
                _(
                    "There is no exchange rate of %(currency)s to %(home)s of this week. Have "
                    "whoever runs the platform call troth tax exchange."
                )
                % {"currency": currency, "home": home}
            ),
        )
        for account, currency in without.items()
    ]
