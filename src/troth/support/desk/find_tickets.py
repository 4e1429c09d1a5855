"""Find tickets by their number, whose they are, or what they are about."""

from datetime import datetime

from django.db.models import Q

from troth.accounts.models import Account, Person
from troth.core.number import number_in
from troth.gates.not_listed import not_listed
from troth.gates.read import may_read
from troth.publishing.running import policy_on
from troth.support.desk.subjects import Row, with_subjects
from troth.support.tickets.waiting import answerable, with_last
from troth.wall.enter import behind_desk

LISTED = 50


def find_tickets(typed: str, staff: Person, *, at: datetime) -> tuple[list[Row], bool]:
    """Tickets with this number, of this account, or with this in their subject; whether of more.

    The latest come first. A subject that the list does not show is not searched either.
    """
    number = number_in(typed.lstrip("#"))
    by_number = Q(pk__in=[]) if number is None else Q(pk=number) | Q(account=number)
    reads = may_read(staff, policy_on(at)) & {"content"}
    # Behind the wall nobody's options are seen.
    unseen = [*Account.objects.filter(not_listed(reads)).values_list("pk", flat=True)]
    with behind_desk(reads):
        by_subject = Q(subject__icontains=typed) & ~Q(account__in=unseen)
        test = by_number | by_subject if reads else by_number
        latest = with_last(answerable()).filter(test).order_by("-opened_at", "-pk")
        rows = list(latest[: LISTED + 1])
    return with_subjects(rows[:LISTED], staff, at=at), len(rows) > LISTED
