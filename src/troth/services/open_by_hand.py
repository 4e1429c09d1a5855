"""Open a service for an account, as staff do who have agreed it with the customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import refuse_restricted
from troth.catalog.models import Product
from troth.catalog.price import price
from troth.catalog.promotion import for_nothing, promotion_of
from troth.catalog.said import as_written
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.messaging.language import in_language_of
from troth.services.events import OPENED
from troth.services.locked import NotNowError
from troth.services.models import Service
from troth.services.note import note
from troth.services.open_service import Agreed, open_service
from troth.services.set_up_paid import set_up_paid
from troth.services.settle import settle
from troth.services.stock import take_stock
from troth.services.use_promotion import use_promotion


@dataclass(frozen=True)
class ByHand:
    """What staff have agreed with a customer: a product as the catalogue prices it today.

    choices: how many of each, by its key, as `price` of the catalogue takes them. code: of a
    promotion, or blank. amount: what one costs a period instead, with its options and net of tax.
    """

    offer: Product
    label: str
    quantity: int
    months: int
    currency: str
    choices: Mapping[int, int] = field(default_factory=dict)
    code: str = ""
    amount: int | None = None


@act
def open_by_hand(account: Account, agreed: ByHand, *, at: datetime, by: Person) -> Service:
    """Open a service at today's price or its own, and issue the invoice of its first period.

    Raises NotSoldError for what is not sold like that, as for a promotion that takes nothing off
    or a price of its own; NotNowError for an account that is closed or is invoiced in another
    currency, RestrictedError under restriction.
    """
    account = lock_or_refuse(account)
    refuse_restricted("services.open_by_hand.open_by_hand", account)
    if account.currency not in ("", agreed.currency):
        raise NotNowError(
            _("This account is invoiced in %(currency)s.") % {"currency": account.currency}
        )
    offer, quantity, today = agreed.offer, agreed.quantity, day_at(at)
    promotion = promotion_of(agreed.code, agreed.currency, on=today) if agreed.code else None
    priced = price(
        *(offer, agreed.currency, agreed.months),
        choices=agreed.choices,
        quantity=quantity,
        promotion=promotion,
        on=today,
    )
    if promotion:
        if agreed.amount is not None or not priced.discount:
            raise for_nothing(promotion, [offer])
        use_promotion(promotion, account)
    with as_written():
        options = priced.options
    take_stock(offer, quantity)
    account.currency = agreed.currency
    account.save(update_fields=["currency"])
    with in_language_of(owner_of(account), at=at):
        service, charges = open_service(
            account,
            Agreed(
                offer=offer,
                product=offer.name,
                label=agreed.label,
                options=options,
                choices=priced.choices,
                supply=offer.supply,
                quantity=quantity,
                months=agreed.months,
                currency=agreed.currency,
                price=priced.price if agreed.amount is None else agreed.amount,
                list_price=None if agreed.amount is None else priced.price,
                setup=priced.setup,
                discount=priced.discount,
                discounts=priced.discounts,
                promotion=promotion.code if promotion else "",
            ),
            at=at,
        )
    settle(account, charges, at=at)
    set_up_paid([account.pk], at=at)
    note(OPENED, service, gettext_noop("service ordered"), at=at, by=by)
    return service
