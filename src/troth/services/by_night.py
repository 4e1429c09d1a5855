"""What is done about services and money every night, in its order."""

from dataclasses import dataclass, field
from datetime import datetime

from troth.billing.apply_every_balance import apply_every_balance
from troth.billing.ask import AsksError
from troth.core.day import day_at
from troth.gateways.charge import charge
from troth.gateways.sepa.announce import announce
from troth.gateways.tell_ending import tell_ending
from troth.services.ask_ahead import ask_ahead
from troth.services.bill import Billed, bill
from troth.services.end_due import end_due
from troth.services.resume_paid import resume_paid
from troth.services.see_to_overdue import see_to_overdue
from troth.services.set_up_paid import set_up_paid
from troth.services.tell_of_ends import tell_of_ends


@dataclass
class Night:
    """What was invoiced, and what waits for a yes, which stands in the inbox."""

    billed: Billed = field(default_factory=Billed)
    asks: list[AsksError] = field(default_factory=list)


def by_night(*, at: datetime) -> Night:
    """See to what is paid, to what ends, take what is owed, see to what is overdue; then invoice
    what is due today, and announce what is collected by direct debit; ask about the VAT numbers of
    whoever is invoiced tomorrow; tell whose own price ends.

    Twice is once.
    """
    today, night = day_at(at), Night()
    apply_every_balance(at=at)
    resume_paid(at=at)
    set_up_paid(at=at)
    end_due(on=today, at=at)
    tell_ending(at=at)
    try:
        charge(on=today, at=at)
    except AsksError as asks:
        night.asks.append(asks)
    try:
        see_to_overdue(on=today, at=at)
    except AsksError as asks:
        night.asks.append(asks)
    try:
        night.billed = bill(on=today, at=at)
        set_up_paid(at=at)  # what has just been invoiced may be paid from a balance
    except AsksError as asks:
        night.asks.append(asks)
    announce(on=today, at=at)
    ask_ahead(on=today, at=at)
    tell_of_ends(at=at)
    return night
