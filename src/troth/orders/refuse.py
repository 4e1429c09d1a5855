"""Refuse an order, and give back what it had taken."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.orders.accept import lock_undecided
from troth.orders.events import REFUSED
from troth.orders.models import Order
from troth.orders.take import let_go
from troth.orders.tell import tell
from troth.publishing.evidence import note


@act
def refuse(order: Order, because: str, *, by: Person, at: datetime) -> None:
    """Say no to an order that waits; the customer is told why. Raises DecidedError."""
    account = lock_or_refuse(order.account)
    order = lock_undecided(order)
    order.refused_at, order.refused_because, order.handled_by = at, because, by
    order.save(update_fields=["refused_at", "refused_because", "handled_by"])
    give_back_of(order, account)
    note(REFUSED, "keep.order", at=at, subject=account.pseudonym)
    tell(order, "refused", at=at)


def give_back_of(order: Order, account: Account) -> None:
    """What an order had taken that comes to nothing."""
    let_go(order)
    # What never came to anything binds nobody to a currency.
    if not account.orders.filter(refused_at=None).exists() and not account.invoices.exists():
        account.currency = ""
        account.save(update_fields=["currency"])
