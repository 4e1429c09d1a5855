"""Give a product something to choose."""

from datetime import datetime

from troth.accounts.models import Person
from troth.catalog.change import change
from troth.catalog.models import Choice, Option
from troth.core.conflicts import act


@act
def add_option(option: Option, *, by: Person | None, at: datetime) -> None:
    """Store a new option; one that is a number, or yes or no, with the choice that has its price.

    One of several choices has none yet, and is not asked for until it has.
    """
    change(option, [], by=by, at=at)
    if option.kind != Option.Kind.CHOICE:
        change(Choice(option=option, name=option.name), [], by=by, at=at)
