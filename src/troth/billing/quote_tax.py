"""What tax lines would bear: a preview by the rules of an invoice, without making one."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, cast

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.billing.buyers import buyers_of
from troth.billing.draft import Sums, sums
from troth.core.day import day_at
from troth.publishing.running import policy_on
from troth.tax.decide import ApartError, Buyer, PendingError, SellerError, UnratedError, decide
from troth.tax.rates import rates_on
from troth.tax.seller import seller
from troth.tax.table import Kind

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Quoted:
    """What lines come to. pending: what the tax still rests on: a VAT number that is checked, with
    which it may be less, or a place of which a tax engine is asked for the rates."""

    sums: Sums
    pending: Literal["", "number", "place"] = ""


def quote_tax(lines: Sequence[tuple[int, str]], account: Account | None, *, at: datetime) -> Quoted:
    """What lines, each of a net amount and a kind of supply, come to with tax.

    Without an account, for a consumer in the provider's own country. Raises TaxError where nobody
    can say, and for what no single invoice may bear (EN 16931 BR-O-11).
    """
    policy, day = policy_on(at), day_at(at)
    rates = rates_on(day)
    buyer = (
        buyers_of([account], policy, at=at)[account.pk]
        if account
        else Buyer(country=policy.tables.provider.country)
    )

    def taxed(buyer: Buyer) -> Sums:
        return sums(
            (amount, decide(seller(policy), buyer, cast(Kind, supply), day, rates))
            for amount, supply in lines
        )

    try:
        quoted = Quoted(taxed(buyer))
    except PendingError as error:
        pending: Literal["number", "place"] = (
            "place" if isinstance(error, UnratedError) else "number"
        )
        quoted = Quoted(taxed(replace(buyer, number="invalid", local=None)), pending=pending)
    except SellerError as error:
        logger.warning("Nobody can order from %s yet: %s", buyer.country, error)
        raise
    if len({tax.treatment.category == "O" for tax in quoted.sums.taxes}) > 1:
        raise ApartError(
            _(
                "Part of this is not subject to VAT and needs an invoice of its own. Please order "
                "it separately."
            )
        )
    return quoted
