"""Give up a call that waits for a person."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.calls.carry_out import refuse
from troth.calls.events import GIVEN_UP
from troth.calls.waiting import waiting
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def give_up(number: int, *, at: datetime) -> None:
    """It counts as refused from now on, for what it was made for as well. Twice is once."""
    call = waiting().select_for_update().filter(pk=number).first()
    if call:
        refuse(call, _("Given up by staff."), at=at)
        note(GIVEN_UP, at=at)
