"""A customer as staff see them: what their role reads, for a reason where one is needed."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Person
from troth.billing.owed import owed_in_all
from troth.copies.held import Total, latest, totals
from troth.core.day import day_at
from troth.desk import customer_now as now_
from troth.desk.access import desk_page, has_role, may_open
from troth.desk.customer_acts import acts_on
from troth.desk.reason import opened, subject_of
from troth.desk.values import for_staff
from troth.gates.read import ReasonNeededError, may_read, read
from troth.gates.roles import PRIVACY
from troth.people.welcome_link import awaited
from troth.policy.labels import format_of, staff_call
from troth.policy.parse import Policy
from troth.policy.vocabulary import CATEGORIES, RECORDS
from troth.portal.access import me
from troth.portal.rows import shown
from troth.publishing.running import plan_on, policy_on
from troth.wall.enter import behind_desk


@dataclass(frozen=True)
class Record:
    """One record of a customer: how many rows, and which categories the staff's role reads.

    hidden: the others, in words.
    """

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
    """An account or a person: how they stand, what is open, every act, and what is held."""
    subject, now, staff = subject_of(kind, number), timezone.now(), me(request)
    policy = policy_on(now)
    reads = may_read(staff, policy)
    found = _totals(subject)
    own = next(total for total in found if total.extract.name == kind)
    theirs = _record(kind, [own], reads).reads
    more = _also_opened(staff, subject, theirs, [each for each in now_.SHOWS if each in reads], now)
    if more is None and (to := opened(request, subject, theirs)):
        return to
    open_ = {*theirs, *(more or ())}
    context = {
        "kind": kind,
        "subject": subject,
        "name": now_.called(subject) if {"identity", "company"} & open_ else "",
        "own": _record(kind, [own], reads),
        "table": _table(subject, own, reads),
        "records": [
            _record(name, [total for total in found if total.extract.record == name], reads)
            for name in RECORDS
            if any(total.extract.record == name for total in found)
        ],
        "acts": acts_on(subject, staff, policy, open_),
        "shut": [each for each in now_.SHOWS if each in reads and each not in open_],
        "opens": open_,
        "may_mark": kind == "account" and has_role(staff, PRIVACY),
        "may_agree": kind == "account"
        and has_role(staff, "billing", PRIVACY)
        and "agreement" in policy.tables.policy.accepted,
        "may_hold": has_role(staff, PRIVACY, "billing"),
        "keeps_books": has_role(staff, "billing"),
        "reads_bills": "billing" in reads,
        "may_answer": may_open(staff, reverse("desk_tickets")),
        "may_help": has_role(staff, "billing", "support"),
        "shown": now_.SHOWN,
        **_now(subject, staff, policy, open_, now),
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


def _also_opened(
    staff: Person,
    subject: Account | Person,
    theirs: Collection[str],
    wanted: Collection[str],
    now: datetime,
) -> list[str] | None:
    """What besides their own row is open without a reason, noted as one look with it.

    None where their own row is not: then nothing was noted. What they have shut stays shut.
    """
    for more in (wanted, *([each] for each in wanted), []):
        with suppress(ReasonNeededError):
            read(staff, subject, [*theirs, *more], at=now)
            return [*more]
    return None


def _now(
    subject: Account | Person, staff: Person, policy: Policy, open_: Collection[str], now: datetime
) -> dict[str, Any]:
    """The blocks of what matters now, read behind the desk's wall, and the flags."""
    others = now_.others_of(subject, staff, at=now)
    people = [each.membership.person_id for each in others] if isinstance(subject, Account) else []
    subjects, today = [subject.pk, *people], day_at(now)
    blocks: dict[str, Any] = {"others": others}
    with behind_desk(open_):
        blocks["holds"] = now_.holds_of(subjects)
        blocks["letters"] = now_.messages_of(subject, people or [subject.pk])
        if isinstance(subject, Account):
            blocks["services"] = now_.services_of(subject, at=now)
            blocks["invoices"] = now_.invoices_of(subject, on=today)
            blocks["tickets"] = now_.tickets_of(subject)
            blocks["orders"], blocks["quotes"] = now_.deals_of(subject, on=today)
            blocks["invitations"] = now_.invitations_of(subject, at=now)
            blocks["owed"] = owed_in_all(subject)
    blocks["requests"] = now_.requests_of(subjects, staff, policy, on=today)
    blocks["awaited"] = isinstance(subject, Account) and awaited(subject) is not None
    blocks["flags"] = now_.flags_of(
        subject,
        holds=bool(blocks["holds"]),
        invoices=blocks.get("invoices", []),
        services=blocks.get("services", []),
        awaited=blocks["awaited"],
    )
    return blocks


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
        hidden=[
            each.word for name, each in CATEGORIES.items() if name in held and name not in reads
        ],
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
