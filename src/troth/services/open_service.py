"""Open a service that was agreed: what it is, its terms, and what is charged for its beginning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.catalog.models import Product
from troth.core.day import day_at
from troth.services.locked import refuse_closed
from troth.services.models import Charge, OwnPrice, Service, Term
from troth.services.period import months_later
from troth.services.right_to_withdraw import last_day_to_withdraw
from troth.services.welcome import welcome


@dataclass(frozen=True)
class Agreed:
    """What was agreed. Amounts are as in `Priced` of the catalogue; `months` is 0 for once.

    list_price: what the catalogue says of one, where `price` is one of its own.
    `begin_words` and what follows are as in `Service` and `Term`.
    """

    offer: Product | None
    product: str
    label: str
    options: str
    supply: str
    quantity: int
    months: int
    currency: str
    price: int
    setup: int
    discount: int
    discounts: int | None
    begin_words: str = ""
    delivery_ends_right: bool = False
    choices: Mapping[str, int] = field(default_factory=dict)
    promotion: str = ""
    list_price: int | None = None


def open_service(account: Account, agreed: Agreed, *, at: datetime) -> tuple[Service, list[Charge]]:
    """Open a service that begins today, with its term and its first charges.

    What nothing sets up is set up already, and welcomes its customer where its product does; unless
    it waits for its money: whoever calls issues its invoice and then calls `set_up_paid`. What is
    paid once is not charged again. The charges are described in the language that is spoken. Raises
    NotNowError for an account that is closed.
    """
    refuse_closed(account)
    today = day_at(at)
    ends = months_later(today, agreed.months, today.day) if agreed.months else None
    waits = bool(agreed.offer and agreed.offer.waits_for_payment)
    activated = None if waits or (agreed.offer and agreed.offer.provisioner) else at
    delivered = agreed.delivery_ends_right and activated
    service = Service.objects.create(
        account=account,
        offer=agreed.offer,
        product=agreed.product,
        label=agreed.label,
        started_at=at,
        activated_at=activated,
        withdraw_until=None if delivered else last_day_to_withdraw(account, today),
        begin_words=agreed.begin_words,
        delivery_ends_right=agreed.delivery_ends_right,
        waits_for_payment=waits,
        promotion=agreed.promotion if agreed.discount else "",
        charged_through=ends,
        anchor=today.day if ends else None,
    )
    whole = agreed.quantity * (agreed.price if agreed.list_price is None else agreed.list_price)
    Term.objects.create(
        account=account,
        service=service,
        offer=agreed.offer,
        product=agreed.product,
        options=agreed.options,
        choices=agreed.choices,
        supply=agreed.supply,
        quantity=agreed.quantity,
        months=agreed.months,
        currency=agreed.currency,
        price=whole,
        discount=min(agreed.discount, whole),
        discounts=agreed.discounts,
        starts=today,
    )
    if agreed.list_price is not None and agreed.months:
        OwnPrice.objects.create(
            account=account,
            service=service,
            amount=agreed.price,
            currency=agreed.currency,
            starts=today,
            agreed_at=at,
        )
    name = f"{service.said}, {service.label}" if service.label else service.said
    charges = [
        _charge(service, agreed, at, Charge.Reason.PERIOD, name, agreed.price, agreed.discount)
    ]
    charges[0].ends = ends
    if agreed.setup:
        words = _("Set-up of %(name)s") % {"name": name}
        charges.append(_charge(service, agreed, at, Charge.Reason.SETUP, words, agreed.setup, 0))
    if activated and agreed.offer and agreed.offer.welcome:
        welcome(service, at=at)
    return service, Charge.objects.bulk_create(charges)


def _charge(
    service: Service,
    agreed: Agreed,
    at: datetime,
    reason: Charge.Reason,
    description: str,
    price: int,
    discount: int,
) -> Charge:
    return Charge(
        account_id=service.account_id,
        service=service,
        reason=reason,
        starts=day_at(at),
        product=agreed.product,
        description=description[:300],
        supply=agreed.supply,
        quantity=agreed.quantity,
        currency=agreed.currency,
        price=price,
        discount=discount,
        amount=agreed.quantity * price - discount,
        made_at=at,
    )
