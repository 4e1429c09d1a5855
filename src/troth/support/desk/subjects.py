"""Tickets in a list of the desk, with what they are about as far as a member of staff reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.number import number_in
from troth.gates.read import Ground, may_read
from troth.gates.read_each import read_each
from troth.messaging.language import in_language_of
from troth.publishing.running import policy_on
from troth.support.models import Ticket
from troth.support.tickets.waiting import answerable, with_last
from troth.wall.enter import behind_desk

LISTED = 50  # of what is found


@dataclass(frozen=True)
class Row:
    """A ticket in a list. subject: blank where it is not read."""

    ticket: Any
    subject: str


def with_subjects(tickets: Sequence[Ticket], staff: Person, *, at: datetime) -> list[Row]:
    """Each with its subject; that it was read is noted before, for all of them together.

    Who asks us has it read, so that a role which reads for a reason alone has one.
    """
    accounts = {each.account_id for each in tickets if each.account_id}
    with in_language_of(None, at=at):
        reason = _("The list of tickets")
    seen = read_each(staff, accounts, ["content"], at=at, reason=reason, ground=Ground.REQUEST)
    about: dict[int, str] = {}
    if seen:
        with behind_desk(["content"]):
            mine = Ticket.objects.filter(pk__in=[each.pk for each in tickets], account__in=seen)
            about = dict(mine.values_list("pk", "subject"))
    return [Row(each, about.get(each.pk, "")) for each in tickets]


def found(typed: str, staff: Person, *, at: datetime) -> tuple[list[Row], bool]:
    """Tickets with this number, of this account, or with this in their subject; whether of more.

    The latest come first. A subject that is not read is not searched either.
    """
    number = number_in(typed.lstrip("#"))
    by_number = Q(pk__in=[]) if number is None else Q(pk=number) | Q(account=number)
    reads = may_read(staff, policy_on(at)) & {"content"}
    with behind_desk(reads):
        test = by_number | Q(subject__icontains=typed) if reads else by_number
        latest = with_last(answerable()).filter(test).order_by("-opened_at", "-pk")
        rows = list(latest[: LISTED + 1])
    known = {number} if number is not None else set()
    shown = [
        row
        for row in with_subjects(rows[:LISTED], staff, at=at)
        if row.subject or known & {row.ticket.pk, row.ticket.account_id}
    ]
    return shown, len(rows) > LISTED
