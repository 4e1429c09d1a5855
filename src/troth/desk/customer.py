"""A customer as staff see them: what their role reads, for a reason where one is needed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership, Person
from troth.copies.held import Total, latest, totals
from troth.desk.access import desk_page, has_role
from troth.desk.reason import opened, subject_of
from troth.desk.values import for_staff
from troth.erasure.under_age import erases_under_age
from troth.gates.collect import found_rule
from troth.gates.read import may_read
from troth.gates.roles import PRIVACY
from troth.policy.labels import format_of, staff_call
from troth.policy.vocabulary import CATEGORIES, RECORDS
from troth.portal.access import me
from troth.portal.rows import shown
from troth.publishing.running import plan_on, policy_on
from troth.wall.enter import behind_desk


@dataclass(frozen=True)
class Record:
    """One record of a customer: how many rows, and which categories the staff's role reads."""

    name: str
    meaning: str
    rows: int
    reads: list[str]
    hidden: list[str]


@dataclass(frozen=True)
class Table:
    """A page of one table's rows, each as labels with values. `after` is where it goes on."""

    name: str
    title: str
    rows: list[list[tuple[str, str]]]
    after: str


@require_safe
@desk_page()
def customer(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """An account or a person: their own row, and how much there is of every record."""
    subject = subject_of(kind, number)
    policy = policy_on(timezone.now())
    reads = may_read(me(request), policy)
    found = _totals(subject)
    own = next(total for total in found if total.extract.name == kind)
    if to := opened(request, subject, _record(kind, [own], reads).reads):
        return to
    context = {
        "kind": kind,
        "subject": subject,
        "own": _record(kind, [own], reads),
        "table": _table(subject, own, reads),
        "records": [
            _record(name, [total for total in found if total.extract.record == name], reads)
            for name in RECORDS
            if any(total.extract.record == name for total in found)
        ],
        "may_mark": kind == "account" and has_role(me(request), PRIVACY),
        "may_bill": kind == "account" and has_role(me(request), "billing"),
        "may_agree": kind == "account"
        and has_role(me(request), "billing", PRIVACY)
        and "agreement" in policy.tables.policy.accepted,
        "may_be_child": kind == "person"
        and has_role(me(request), PRIVACY)
        and erases_under_age(policy),
        "takes_findings": kind == "person" and "identity" in reads and found_rule(policy),
        "members": Membership.objects.filter(**{kind: subject}).order_by("role", "pk"),
    }
    return render(request, "desk/customer.html", context)


@require_safe
@desk_page()
def customer_record(request: HttpRequest, kind: str, number: int, record: str) -> HttpResponseBase:
    """One record of a customer, the newest first; `?of=signin&after=1234` goes on in a table."""
    subject = subject_of(kind, number)
    reads = may_read(me(request), policy_on(timezone.now()))
    of, after = request.GET.get("of"), request.GET.get("after", "")
    found = [total for total in _totals(subject) if total.extract.record == record]
    listed = [total for total in found if of in (None, total.extract.name)]
    if not listed:
        raise Http404
    if to := opened(request, subject, _record(record, listed, reads).reads):
        return to
    context = {
        "kind": kind,
        "subject": subject,
        "record": _record(record, found, reads),
        "tables": [_table(subject, total, reads, after if of else "") for total in listed],
        "going_on": bool(of and after),
    }
    return render(request, "desk/customer_record.html", context)


def _totals(subject: Account | Person) -> list[Total]:
    """What there is about a subject, by table."""
    extracts = [each.at_the_desk for each in plan_on(timezone.now()).extracts]
    return [total for total in totals([subject.pk], extracts) if total.rows]


def _record(name: str, found: list[Total], reads: Collection[str]) -> Record:
    held = {category for total in found for _column, category in total.extract.columns}
    return Record(
        name=name,
        meaning=RECORDS[name].meaning,
        rows=sum(total.rows for total in found),
        reads=[category for category in CATEGORIES if category in held and category in reads],
        hidden=[category for category in CATEGORIES if category in held and category not in reads],
    )


def _table(
    subject: Account | Person, total: Total, reads: Collection[str], after: str = ""
) -> Table:
    """A page of a table without the columns that the role does not read."""
    with behind_desk(reads):
        page = latest([subject.pk], total.extract, after)
    if page is None:
        raise Http404
    of = total.extract
    open_ = [column for column, category in of.columns if category in ("plain", *reads)]
    rows = [
        {column: for_staff(format_of(of.table, column), row[column]) for column in open_}
        for row in page.rows
    ]
    return Table(of.name, staff_call(of.table), shown(of.table, rows), page.after)
