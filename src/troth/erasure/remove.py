"""Carry out the plan's removals. The one place from which personal data leaves the database.

The caller opens the transaction, so that a removal, its evidence and whatever it queues commit
together or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from troth.accounts.models import Membership
from troth.core.day import day_at
from troth.core.query import array, query
from troth.erasure.cutoff import cutoff
from troth.erasure.forget import ask_recipients
from troth.erasure.left import left_by, mark_left
from troth.erasure.tally import Tally, last_day
from troth.files.doom import doom
from troth.gates.models import Disclosure
from troth.policy import sql
from troth.policy.plan import ANY, Plan, Removal, Step, Subject, Sweep, Told
from troth.requests.models import RightsRequest
from troth.requests.unanswered import Waiting, gone_of, waiting_of

Ids = Sequence[int | str]
# A step, whether a hold stops it, and the cursors that have listed its rows, counted and changed
# them.
_Answer = tuple[Step, bool, Any, Any, Any]


@dataclass
class Removed:
    """What a removal did: the rows, and the subjects that are gone, by their pseudonyms.

    ended: the open requests that went with them.
    """

    tally: Tally = field(default_factory=Tally)
    gone: list[tuple[str, UUID]] = field(default_factory=list)
    ended: list[Waiting] = field(default_factory=list)

    def __iadd__(self, other: "Removed") -> "Removed":
        self.tally += other.tally
        self.gone += other.gone
        self.ended += other.ended
        return self


def remove(
    kind: str,
    ids: Ids,
    *,
    plan: Plan,
    at: datetime,
    receipt: UUID,
    dated: bool = False,
    with_people: bool = True,
) -> Removed:
    """Remove subjects of one kind and, with accounts, their owners who are left without one.

    Without `with_people` those are left to the sweep of their own rule, which comes last.
    Subjects with restricted processing are left alone. Where a hold is in force, the records it
    covers stay, and so does the subject itself; the rest goes. `receipt` is the erasure's
    number in the journal, for the recipients that must forget. With `dated`, the tally says
    until when rows stay, which costs a query for each such step.
    """
    subject = plan.subjects[kind]
    locked = lock(subject, ids)
    pseudonyms = {key: pseudonym for key, pseudonym, restricted in locked if not restricted}
    result = Removed()
    people = members(pseudonyms) if kind == "account" and with_people else []
    for on_hold, group in by_hold(list(pseudonyms)):
        if kind == "account" and not on_hold:
            result.tally.left |= left_by(group)
        steps = with_rows(plan.removals[subject.table], group)
        about = {step.table for step in steps}
        if Disclosure._meta.db_table in about:
            ask_recipients(group, on_hold=on_hold, at=at, receipt=receipt)
        asked = RightsRequest._meta.db_table in about
        waiting = waiting_of(group, _requests_by_address(steps, group, at)) if asked else []
        result.tally += _run(steps, group, on_hold=on_hold, at=at, dated=dated)
        result.ended += gone_of(waiting)
        if not on_hold:
            result.gone += [(kind, pseudonyms[key]) for key in group]
    # Locked first and looked at then: somebody may just be joining another account.
    lock(plan.subjects["person"], people)
    mark_left(result.tally.left, at=at)
    if orphans := left_alone(plan, people, at=at):
        result += remove("person", orphans, plan=plan, at=at, receipt=receipt, dated=dated)
    return result


def unname(kind: str, ids: Ids, *, plan: Plan, at: datetime) -> Tally:
    """Take the names out of what would outlive these subjects with them."""
    tally = Tally()
    for emptied, rows, on_hold in nameless(kind, ids, plan=plan, at=at):
        tally += carry_out(emptied, rows, at=at, on_hold=on_hold)
    return tally


def nameless(
    kind: str, ids: Ids, *, plan: Plan, at: datetime
) -> Iterator[tuple[Removal, Ids, frozenset[str]]]:
    """What takes the names out of what would outlive these subjects, as far as rows can be
    emptied: each removal, its rows, and the records that a hold on them covers."""
    for on_hold, group in by_hold(ids):
        for step in plan.removals[plan.subjects[kind].table].steps:
            emptied = plan.removals.get(f"{step.table}.depersonalise")
            if emptied is None or step.outcome != "stay" or not step.counts:
                continue
            if rows := [key for key, *_days in query(sql.rows(step), ids=group, at=at)]:
                yield emptied, rows, on_hold


def carry_out(
    removal: Removal,
    ids: Ids,
    *,
    at: datetime,
    on_hold: frozenset[str] = frozenset(),
    dated: bool = False,
) -> Tally:
    """Run a removal's steps for these rows, one statement a step; leave out what is on hold."""
    return _run(with_rows(removal, ids), ids, at=at, on_hold=on_hold, dated=dated)


def _run(
    steps: Iterable[Step], ids: Ids, *, at: datetime, on_hold: frozenset[str], dated: bool
) -> Tally:
    values: dict[str, Any] = {"ids": array(ids), "at": at}
    answers: list[_Answer] = []
    with _sent_together() as ask:
        for step in steps:
            stopped = blocked(step, on_hold)
            statement = "" if stopped else sql.act(step)
            listed = ask(sql.rows(step), values) if step.ends and dated else None
            counted = None if statement or listed else ask(sql.count(step), values)
            changed = ask(statement, values) if statement else None
            answers.append((step, stopped, listed, counted, changed))
    return _tally(answers)


def _requests_by_address(steps: Iterable[Step], ids: Ids, at: datetime) -> list[int]:
    """The numbers of the requests that name these subjects by an address alone."""
    table = RightsRequest._meta.db_table
    found = [sql.rows(s) for s in steps if s.address and s.table == table]
    if not found:
        return []
    return [key for key, *_starts in query(" UNION ".join(found), ids=list(ids), at=at)]


def with_rows(removal: Removal, ids: Ids) -> list[Step]:
    """The steps of a removal that find any rows, which one question tells of all.

    Most tables hold nothing about somebody: a removal of some sixty steps has work in ten.
    """
    (found,) = query(sql.present(removal.steps), ids=list(ids))
    return [step for step, there in zip(removal.steps, found, strict=True) if there]


def _tally(answers: Iterable[_Answer]) -> Tally:
    """What the steps did; the files whose names they handed over are queued to be removed."""
    tally = Tally()
    for step, stopped, listed, counted, changed in answers:
        lasts = {key: last_day(step.ends, starts) for key, *starts in listed or ()}
        rows = counted.fetchone()[0] if counted else len(lasts)
        if stopped and is_held(step):
            tally.on_hold |= {step.record} if rows else set()
            continue
        if changed:
            rows = changed.rowcount
            if step.files:
                doom(name for row in changed.fetchall() for name in row)
        until = max(filter(None, lasts.values()), default=None)
        tally.add(step, rows, until, frozenset(lasts))
    return tally


@contextmanager
def _sent_together() -> Iterator[Callable[[str, Mapping[str, Any]], Any]]:
    """Send statements without waiting for each one's answer; the cursors have them afterwards.

    An erasure has a dozen steps: waiting for each would take longer than they do.
    """

    def ask(statement: str, values: Mapping[str, Any]) -> Any:
        cursor = connection.cursor()
        cursor.execute(statement, values)
        return cursor

    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield ask


def blocked(step: Step, on_hold: frozenset[str]) -> bool:
    """Whether holds that cover these records stop a step."""
    return bool(on_hold) and (
        ANY in on_hold or ANY in step.blockers or bool(on_hold & set(step.blockers))
    )


def is_held(step: Step) -> bool:
    """Whether rows of a step that a hold stops are told to be held: those that the law keeps
    have their own time."""
    return step.outcome != "stay" or (step.counts and not step.ends)


_MEMBERS = f"""
    SELECT DISTINCT person_id FROM {Membership._meta.db_table}
    WHERE account_id = ANY(%(ids)s) ORDER BY person_id
"""


def members(accounts: Iterable[Any]) -> list[int]:
    """The keys of the people who belong to any of these accounts."""
    return [key for (key,) in query(_MEMBERS, ids=list(accounts))]


def lock(subject: Subject, ids: Ids) -> list[tuple[Any, UUID, bool]]:
    """Lock subjects: key, pseudonym, and whether their processing is restricted."""
    return query(sql.lock(subject), ids=list(ids)) if ids else []


def left_alone(plan: Plan, people: Ids, *, at: datetime, gone: Ids = ()) -> list[int]:
    """Those of `people` who belong to no account, where the policy lets them go with theirs.

    Who was trusted with somebody else's is not yet among them. `gone` are accounts to be thought
    away.
    """
    sweep = next((s for s in plan.sweeps if _goes_with_account(s)), None)
    if sweep is None or not people:
        return []
    values = {"ids": list(people), "gone": list(gone), "cutoff": cutoff(sweep, day_at(at))}
    return [key for (key,) in query(sql.among(sweep, plan), **values)]


def _goes_with_account(sweep: Sweep) -> bool:
    return any(isinstance(condition, Told) for condition in sweep.conditions)


def by_hold(ids: Sequence[Any]) -> list[tuple[frozenset[str], list[Any]]]:
    """`ids` in groups by the records that holds on them cover; mostly one group, of none."""
    covered: dict[Any, frozenset[str]] = {}
    for key, records in query(sql.holds(), ids=list(ids)) if ids else ():
        covered[key] = covered.get(key, frozenset()) | frozenset(records)
    groups: dict[frozenset[str], list[Any]] = {}
    for key in ids:
        groups.setdefault(covered.get(key, frozenset()), []).append(key)
    return list(groups.items())
