"""Take the steps of dunning that have come, and carry out what they mean for services."""

from datetime import date, datetime

from troth.bank.unread import unread
from troth.billing.dunning.dun import dun
from troth.gateways.charge import under_way
from troth.gateways.taken_by_itself import taken_by_itself
from troth.services.suspend_overdue import suspend_overdue


def see_to_overdue(*, on: date, at: datetime) -> None:
    """Remind, charge late fees, suspend and cancel as of day `on`; run twice it does nothing more.

    What was taken before is carried out in any case. Raises AsksError as `dun` does.
    """
    try:
        itself = taken_by_itself(on=on, at=at)
        dun(on=on, at=at, unread=unread(on), under_way=under_way(), unreminded=itself)
    finally:
        suspend_overdue(on=on, at=at)
