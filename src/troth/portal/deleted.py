"""What one has deleted piece by piece: tickets, services, messages and sign-ins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.delete_one import deletable, delete_one, take_back_one
from troth.accounts.models import Person, Signin
from troth.accounts.owned import owned_accounts
from troth.core.day import day_at, moment_for_reader
from troth.messaging.models import Message
from troth.policy.parse import Policy
from troth.policy.vocabulary import RECORDS
from troth.portal.access import me, outside_the_wall, personal
from troth.publishing.running import policy_on
from troth.services.models import Service
from troth.support.models import Ticket

LISTED = 200


@dataclass(frozen=True)
class Kind:
    """Entries of one table: which are one's own and may go, and what one of them is called."""

    rows: Callable[[Person, datetime], QuerySet[Any]]
    called: Callable[[Any], str]


def _tickets(person: Person, at: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(account__in=owned_accounts(person))


def _services(person: Person, at: datetime) -> QuerySet[Service]:
    """Those that have ended: what still runs is not hidden from who pays for it."""
    return Service.objects.filter(account__in=owned_accounts(person), ended_at__lte=at)


def _messages(person: Person, at: datetime) -> QuerySet[Message]:
    """Those that wait no more to be sent."""
    return Message.objects.filter(person=person, next_at=None)


def _signins(person: Person, at: datetime) -> QuerySet[Signin]:
    return Signin.objects.filter(person=person)


KINDS: dict[str, Kind] = {
    "ticket": Kind(_tickets, lambda row: row.subject),
    "service": Kind(_services, lambda row: row.label or row.said),
    "message": Kind(_messages, lambda row: row.subject),
    "signin": Kind(_signins, lambda row: moment_for_reader(row.at)),
}


@dataclass(frozen=True)
class Deleted:
    """An entry that is out of sight; `until` is the day on which it is purged at the latest."""

    kind: str
    number: int
    called: str
    until: date

    @property
    def word(self) -> str:
        """What it is, in the reader's language."""
        return RECORDS[self.kind].word


@require_safe
@personal
def deleted(request: HttpRequest) -> HttpResponse:
    """What is out of sight and not purged yet, with the way back."""
    now = timezone.now()
    policy = policy_on(now)
    if not any(deletable(kind, policy) for kind in KINDS):
        raise Http404
    rows = sorted(_deleted(me(request), policy, now), key=lambda row: (row.until, row.kind))
    return render(request, "portal/deleted.html", {"rows": rows[:LISTED]})


@require_POST
@personal
@outside_the_wall  # behind which what was sent, ordered and signed in to is only read
def delete(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Delete an entry of one's own. A second click finds it gone."""
    now = timezone.now()
    row = _own(request, kind, number, now)
    delete_one(row, by=me(request), at=now)
    messages.success(request, _("Deleted. You can restore it here until it is purged."))
    return redirect("deleted")


@require_POST
@personal
@outside_the_wall
def take_back(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Bring an entry back."""
    now = timezone.now()
    row = _own(request, kind, number, now)
    take_back_one(row, by=me(request), at=now)
    messages.success(request, _("Restored."))
    return redirect("deleted")


def _own(request: HttpRequest, kind: str, number: int, at: datetime) -> Any:
    """An entry of one's own that may be deleted. Raises Http404."""
    if kind not in KINDS or not deletable(kind, policy_on(at)):
        raise Http404
    return get_object_or_404(KINDS[kind].rows(me(request), at), pk=number)


def _deleted(person: Person, policy: Policy, at: datetime) -> Iterator[Deleted]:
    for kind, entries in KINDS.items():
        if not (rule := deletable(kind, policy)):
            continue
        length = policy.tables.keep[rule.removeprefix("keep.")].for_
        assert length  # a rule that counts from a clock has one
        for row in entries.rows(person, at).filter(~Q(deleted_at=None))[:LISTED]:
            until = length.after(day_at(row.deleted_at))
            yield Deleted(kind, row.pk, entries.called(row), until)
