"""Accept an order: its services are opened, and its invoice is issued."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.owned import owner_of
from troth.catalog.said import as_written
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.messaging.language import in_language_of
from troth.orders.begin import digital_of
from troth.orders.events import ACCEPTED
from troth.orders.models import Order, OrderLine
from troth.orders.tell import tell
from troth.publishing.evidence import note
from troth.services.models import Charge
from troth.services.open_service import Agreed, open_service
from troth.services.set_up_paid import set_up_paid
from troth.services.settle import invoice_or_ask


class DecidedError(TrothError):
    """Somebody has accepted or refused this order already."""


@act
def accept(order: Order, *, by: Person | None = None, at: datetime) -> None:
    """Open what was ordered from today on, and issue the invoice of it; tell the customer.

    by: who of the staff looked at it. While a VAT number is being checked that decides the tax,
    the charges wait, and are invoiced as soon as that is known. Raises DecidedError where that is
    done already, and TaxError where nobody can say how it is taxed.
    """
    account = lock_or_refuse(order.account)
    order = lock_undecided(order)
    with in_language_of(owner_of(account), at=at):
        charges = _opened(order, at)
    order.accepted_at, order.handled_by = at, by
    invoice_or_ask(account, charges, at=at)
    set_up_paid([account.pk], at=at)
    order.save(update_fields=["accepted_at", "handled_by"])
    note(ACCEPTED, "keep.order", at=at, subject=account.pseudonym)
    tell(order, "accepted", at=at)


def lock_undecided(order: Order) -> Order:
    """An order that waits, locked until the transaction ends. Raises DecidedError."""
    found = Order.objects.select_for_update().get(pk=order.pk)
    if found.accepted_at or found.refused_at:
        raise DecidedError(
            _("Order %(number)s has already been decided; nothing was changed.")
            % {"number": found.number}
        )
    return found


def _opened(order: Order, at: datetime) -> list[Charge]:
    lines = list(order.lines.order_by("position"))
    digital = digital_of(line.offer_id for line in lines)
    return [each for line in lines for each in _open(line, order, line.offer_id in digital, at)]


def _open(line: OrderLine, order: Order, digital: bool, at: datetime) -> list[Charge]:
    with as_written():  # a service is called the same for all who look after it
        product, options = line.said, line.options_said
    service, charges = open_service(
        line.account,
        Agreed(
            offer=line.offer,
            product=product,
            label=line.label,
            options=options,
            choices=line.choices,
            promotion=order.promotion,
            supply=line.supply,
            quantity=line.quantity,
            months=line.months,
            currency=line.currency,
            price=line.price,
            list_price=line.list_price,
            setup=line.setup,
            discount=line.discount,
            discounts=line.discounts,
            begin_words="" if digital else order.begin_words,
            delivery_ends_right=digital and bool(order.delivery_words),
        ),
        at=at,
    )
    line.service = service
    line.save(update_fields=["service"])
    return charges
