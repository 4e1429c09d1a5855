"""A customer takes back an order that waits to be looked at."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.orders.accept import lock_undecided
from troth.orders.events import TAKEN_BACK
from troth.orders.models import Order
from troth.orders.refuse import give_back_of
from troth.orders.tell import tell
from troth.publishing.evidence import note
from troth.services.log_step import log_step
from troth.wall.enter import beyond_wall


@act
def take_back(order: Order, *, by: Person, at: datetime) -> None:
    """Have an order come to nothing, as if it had been refused, by who may order for its account.

    It gives back what it had taken, and who placed it is told. Raises DecidedError once somebody
    has decided it.
    """
    refuse_restricted("orders.take_back.take_back", order.account, by=by)
    with beyond_wall():
        account = lock_or_refuse(order.account)
        order = lock_undecided(order)
        order.refused_at = at
        order.save(update_fields=["refused_at"])
        give_back_of(order, account)
        log_step(account, gettext_noop("an order was taken back"), at=at, person=by)
        note(TAKEN_BACK, "keep.order", at=at, subject=account.pseudonym)
        tell(order, "taken_back", at=at)
