"""Who saw or changed what: what four tables tell of it, merged with the latest first.

Their keys are merged by one query that reads one page of each and no more, so that ten thousand
rows cost what fifty do; the rows of the page are then fetched table by table.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import TruncMonth

from troth.accounts.models import Activity, Person, Signin
from troth.accounts.owned import owned_accounts
from troth.core.day import day_at
from troth.gates.models import ConsentEvent, StaffRead

SIZE = 50
KINDS = ("account", "consent", "signin", "staff")

Row = Activity | ConsentEvent | Signin | StaffRead
Tables = dict[str, QuerySet[Any]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A place in the list; as text, for a link: microseconds since 1970, kind and number."""

    at: datetime
    kind: str
    number: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.kind}-{self.number}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that a link names; None for whatever names none."""
        parts = text.split("-")
        if len(parts) != 3 or parts[1] not in KINDS:
            return None
        moment, kind, number = parts
        if not all(digits.isascii() and digits.isdigit() for digits in (moment, number)):
            return None
        if len(moment) > 16 or len(number) > 18:
            return None
        return cls(_EPOCH + timedelta(microseconds=int(moment)), kind, int(number))


def about_person(person: Person) -> Tables:
    """What is written down about a person and the accounts that they own."""
    owned = owned_accounts(person)
    return {
        "account": _logged().filter(account__in=owned),
        "consent": ConsentEvent.objects.filter(person=person),
        "signin": Signin.objects.filter(person=person, deleted_at=None),
        "staff": _looks().filter(subject__in=[person.pk, *owned]),
    }


def about_account(account: int) -> Tables:
    """What is written down about an account, and not about what its people do elsewhere."""
    return {
        "account": _logged().filter(account=account),
        "staff": _looks().filter(subject=account),
    }


def of_month(tables: Tables, month: date) -> Tables:
    """What was done in the month of a day."""
    within = Q(at__year=month.year, at__month=month.month)
    return {kind: rows.filter(within) for kind, rows in tables.items()}


def page_of(tables: Tables, *, before: Place | None = None) -> tuple[list[Row], Place | None]:
    """A page of rows after a place, and the place after which more follow, if any do."""
    first, *others = (_keys(kind, rows, before) for kind, rows in tables.items())
    if others:
        first = first.union(*others, all=True).order_by("-at", "-table", "-id")[: SIZE + 1]
    places = [Place(*key) for key in first]
    shown = places[:SIZE]
    found: dict[tuple[str, int], Row] = {}
    for kind, rows in tables.items():
        if numbers := [place.number for place in shown if place.kind == kind]:
            found |= {(kind, row.pk): row for row in rows.filter(pk__in=numbers)}
    # A row may have gone since its key was read.
    page = [found[key] for place in shown if (key := (place.kind, place.number)) in found]
    return page, shown[-1] if len(places) > SIZE else None


def months(tables: Tables) -> list[date]:
    """The first day of each month in which something was done, the latest first."""
    parts = (rows.annotate(month=TruncMonth("at")) for rows in tables.values())
    first, *others = (part.order_by().values_list("month", flat=True).distinct() for part in parts)
    return [day_at(month) for month in first.union(*others).order_by("-month")]


def _logged() -> QuerySet[Activity]:
    """Lines of accounts' logs with whoever it was; behind the wall without their passwords."""
    return Activity.objects.select_related("person").defer("person__password")


def _looks() -> QuerySet[StaffRead]:
    """What staff looked at; which of them it was is for staff alone."""
    return StaffRead.objects.defer("staff")


def _keys(kind: str, rows: QuerySet[Any], before: Place | None) -> QuerySet[Any]:
    """The keys of one table's part of the page."""
    if before:
        # Rows of one moment follow by kind and number, as `page_of` orders them.
        same = Q(id__lt=before.number) if kind == before.kind else Q()
        if kind > before.kind:
            rows = rows.filter(at__lt=before.at)
        else:
            rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at) & same)
    keys = rows.select_related(None).annotate(table=Value(kind, CharField()))
    listed: QuerySet[Any] = keys.order_by("-at", "-id").values_list("at", "table", "id")
    return listed[: SIZE + 1]
