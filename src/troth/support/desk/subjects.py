"""Tickets in a list of the desk, with what they are about as far as a member of staff reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.gates.read import Ground
from troth.gates.read_each import read_each
from troth.messaging.language import in_language_of
from troth.support.models import Ticket
from troth.wall.enter import behind_desk


@dataclass(frozen=True)
class Row:
    """A ticket in a list. subject: blank where it is not read."""

    ticket: Any
    subject: str


def with_subjects(tickets: Sequence[Ticket], staff: Person, *, at: datetime) -> list[Row]:
    """Each with its subject; that it was read is noted before, for all of them together.

    Who asks us has it read, so that a role which reads for a reason alone has one. It is for this
    list, and opens nothing else of whoever is in it.
    """
    accounts = {each.account_id for each in tickets if each.account_id}
    with in_language_of(None, at=at):
        reason = _("The list of tickets")
    seen = read_each(staff, accounts, ["content"], at=at, reason=reason, ground=Ground.LIST)
    about: dict[int, str] = {}
    if seen:
        with behind_desk(["content"]):
            mine = Ticket.objects.filter(pk__in=[each.pk for each in tickets], account__in=seen)
            about = dict(mine.values_list("pk", "subject"))
    return [Row(each, about.get(each.pk, "")) for each in tickets]
