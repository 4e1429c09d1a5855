"""What matters of a customer now: what is open, what runs, what is held, what was last sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Invitation, Membership, Person
from troth.billing.models import Invoice, Reminder
from troth.billing.pages.invoices import Standing, standing, unpaid
from troth.core.flag import Flag
from troth.erasure.models import Hold
from troth.gates.models import StaffRead
from troth.gates.read import LOOK
from troth.gates.read_each import read_each
from troth.messaging.delivery import delivery
from troth.messaging.models import Message
from troth.orders.models import UNANSWERED, Order, Quote
from troth.people.invite import open_invitations
from troth.policy.parse import Policy
from troth.portal.rows import records_on_hold
from troth.requests.desk.line import Line, line
from troth.requests.desk.may import answers
from troth.requests.models import RightsRequest
from troth.services.models import Service
from troth.services.state import State, states
from troth.support.models import Ticket
from troth.support.tickets.waiting import open_tickets

SHOWN = 5  # rows of each block; more are on its own page
# What the blocks show besides what the customer's own row does.
SHOWS = ("service", "content")
_TITLES = ("identity", "company")  # by which accounts and people are called


@dataclass(frozen=True)
class Other:
    """Somebody of an account, or an account of somebody. name: blank where it is not read."""

    membership: Membership
    name: str


def invoices_of(account: Account, *, on: date) -> list[tuple[Invoice, Standing]]:
    """What is not paid, the oldest first."""
    found = unpaid(account).order_by("issued_at", "pk")[: SHOWN + 1]
    return [(each, standing(each, on=on)) for each in found]


def services_of(account: Account, *, at: datetime) -> list[tuple[Service, State]]:
    """What runs or is yet to begin, the latest first."""
    running = Q(ended_at=None) | Q(ended_at__gt=at)
    found = Service.objects.filter(running, account=account).select_related("offer")
    return states(found.order_by("-started_at", "-pk")[: SHOWN + 1], at=at)


def deals_of(account: Account, *, on: date) -> tuple[list[Order], list[Quote]]:
    """Orders that wait for us, and quotes that wait for the customer."""
    orders = Order.objects.filter(account=account, accepted_at=None, refused_at=None)
    quotes = Quote.objects.filter(UNANSWERED, account=account, last_day__gte=on)
    return list(orders.order_by("pk")[:SHOWN]), list(quotes.order_by("pk")[:SHOWN])


def tickets_of(account: Account) -> list[Ticket]:
    """Tickets that are open, the latest first."""
    found = open_tickets().filter(account=account)
    return list(found.order_by("-opened_at", "-pk")[: SHOWN + 1])


def requests_of(
    subjects: Collection[int], staff: Person, policy: Policy, *, on: date
) -> list[tuple[Line, bool]]:
    """Requests that wait, the least time left first, each with whether the staff answers it."""
    mine = RightsRequest.objects.filter(answers(staff, policy)).values("pk")
    found = RightsRequest.objects.filter(
        subject__in=subjects, state=RightsRequest.State.OPEN
    ).order_by("due_on", "pk")[:SHOWN]
    rows = list(found)
    own = {*mine.filter(pk__in=[each.pk for each in rows]).values_list("pk", flat=True)}
    return [(line(each, policy, today=on), each.pk in own) for each in rows]


def holds_of(subjects: Collection[int]) -> list[tuple[Hold, list[str]]]:
    """Holds in force, each with what it covers; the one that is looked at first comes first."""
    found = Hold.objects.filter(subject__in=subjects, lifted_at=None)
    rows = found.order_by("review_on", "pk")[: SHOWN + 1]
    return [(each, records_on_hold(each.records)) for each in rows]


def messages_of(subject: Account | Person, people: Collection[int]) -> list[tuple[Message, Flag]]:
    """What was last written to a customer, each with how far it came."""
    whose = Q(person__in=people)
    if isinstance(subject, Account):
        whose |= Q(account=subject)
    found = Message.objects.filter(whose, deleted_at=None).defer("body")
    return [(each, delivery(each)) for each in found.order_by("-created_at", "-pk")[:SHOWN]]


def invitations_of(account: Account, *, at: datetime) -> list[Invitation]:
    """Whom the account waits for."""
    return list(open_invitations(account, at=at).order_by("-created_at")[: SHOWN + 1])


def others_of(subject: Account | Person, staff: Person, *, at: datetime) -> list[Other]:
    """The people of an account, or the accounts of a person, by their names where these are read.

    The reason for which somebody looks at the one holds for the names of the others.
    """
    by_account = isinstance(subject, Account)
    found = Membership.objects.filter(**{"account" if by_account else "person": subject})
    rows = list(found.select_related("person", "account").order_by("role", "pk")[:50])
    looks = StaffRead.objects.filter(
        subject=subject, staff=staff, role=staff.staff_role, at__gt=at - LOOK
    )
    latest = looks.filter(ground=StaffRead.Ground.WORK, agreement="").order_by("-at", "-pk").first()
    keys = [each.person_id if by_account else each.account_id for each in rows]
    categories = ["identity"] if by_account else [*_TITLES]
    seen = read_each(staff, keys, categories, at=at, reason=latest.reason if latest else "")
    return [
        Other(row, called(row.person if by_account else row.account) if key in seen else "")
        for row, key in zip(rows, keys, strict=True)
    ]


def called(subject: Account | Person) -> str:
    """What a customer is called; blank without a name."""
    return (isinstance(subject, Account) and subject.company) or subject.name


def flags_of(
    subject: Account | Person,
    *,
    holds: bool,
    invoices: list[tuple[Invoice, Standing]],
    services: list[tuple[Service, State]],
    awaited: bool,
) -> list[Flag]:
    """How a customer stands, what is gravest first."""
    found: list[tuple[Any, Flag]] = [
        (
            subject.erasure_asked_at or subject.erasure_waits_until,
            Flag(_("erasure asked for"), "overdue"),
        ),
        (subject.restricted_at, Flag(_("processing restricted"), "overdue")),
        (holds, Flag(_("on hold"), "soon")),
    ]
    if isinstance(subject, Account):
        late = [each.pk for each, stands in invoices if stands.kind == "overdue"]
        found += [
            (late, Flag(_("overdue"), "overdue")),
            (late and Reminder.objects.filter(invoice__in=late).exists(), _IN_DUNNING),
            (any(each.kind == "paused" for _s, each in services), Flag(_("paused"), "soon")),
            (subject.cancelled_at, Flag(_("closed"))),
            (awaited, Flag(_("has not come yet"), "soon")),
            (subject.reseller, Flag(_("reseller"))),
        ]
    else:
        found += [(subject.unreachable_at, Flag(_("mails come back"), "overdue"))]
    return [flag for holds_true, flag in found if holds_true]


_IN_DUNNING = Flag(_("in dunning"), "soon")
