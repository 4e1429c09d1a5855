"""What an erasure or a sweep would do: the plan's own rows, selected instead of removed."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any, NamedTuple

from django.db import transaction

from troth.accounts.models import Person, Subject
from troth.accounts.owned import owned_accounts
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.query import query
from troth.erasure.erase import refuse_where_it_must_not
from troth.erasure.keep import due
from troth.erasure.left import left_by
from troth.erasure.remove import (
    Ids,
    blocked,
    by_hold,
    is_held,
    left_alone,
    members,
    nameless,
)
from troth.erasure.remove_unconfirmed import SIGN_UP, unconfirmed
from troth.erasure.tally import Tally, last_day
from troth.policy import sql
from troth.policy.about import rule_about
from troth.policy.plan import Plan, Removal, Step
from troth.publishing.running import plan_on, policy_of

Label = tuple[str, str]  # a rule and its record
Rows = dict[Any, date | None]  # each with the last day on which it is there, if it stays
CHUNK = 5000  # rows whose children are looked up by one statement


class Found(NamedTuple):
    """The rows that a step would find, by the rule that takes them; whether a hold stops it."""

    label: Label
    step: Step
    stopped: bool
    rows: Rows


@dataclass
class Foresight:
    """What each step would find, in the order in which they would be carried out.

    gone: the keys of the subjects that would go, by kind. left: those of the people who would lose
    the access to an account of somebody else's by that.
    """

    found: list[Found] = field(default_factory=list)
    gone: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    left: set[int] = field(default_factory=set)

    def by_rule(self) -> dict[Label, Tally]:
        """The figures that the removal itself would report, by rule and record.

        A row that two steps name counts with the first, since the second would not find it.
        People who are left without an account are named by their own rule.
        """
        tallies: dict[Label, Tally] = {}
        done: dict[tuple[str, str], set[Any]] = {}  # rows by table, and what is done with them
        for label, step, stopped, rows in self.found:
            tally = tallies.setdefault(label, Tally())
            left = rows.keys() - done.get((step.table, "erase"), set())
            if step.path:
                left -= done.get((step.table, step.path[0].column), set())
            if stopped:
                tally.on_hold |= {step.record} if left else set()
                continue
            left -= done.get((step.table, step.outcome), set())
            tally.add(step, len(left), max(filter(None, map(rows.get, left)), default=None))
            cut = [column for column, value in step.columns if value == "NULL"]
            for what in ([] if step.outcome == "unlink" else [step.outcome]) + cut:
                done.setdefault((step.table, what), set()).update(left)
        return tallies

    def tally(self) -> Tally:
        """The figures of all rules together."""
        total = Tally(left=self.left)
        for tally in self.by_rule().values():
            total += tally
        return total

    def erased(self) -> set[tuple[str, Any]]:
        """Table and key of every row that would be deleted."""
        return self._rows("erase")

    def depersonalised(self) -> set[tuple[str, Any]]:
        """Table and key of every row that would be emptied, and of none that would be deleted."""
        return self._rows("depersonalise") - self.erased()

    def _rows(self, outcome: str) -> set[tuple[str, Any]]:
        return {
            (step.table, key)
            for _label, step, stopped, rows in self.found
            if step.outcome == outcome and not stopped
            for key in rows
        }


def preview(person: Person, *, at: datetime, child: bool = False) -> Tally:
    """What `erase(person)` would do now, or of a `child` `erase_under_age`.

    Raises TrothError where that would.
    """
    plan = plan_on(at)
    owned = owned_accounts(person)
    foresight, label = Foresight(), ("right.erase", "person")
    with transaction.atomic():
        if child:  # as if the restriction were lifted, which is done first
            Subject.objects.filter(pk__in=[person.pk, *owned]).update(restricted_at=None)
        refuse_where_it_must_not(person, owned, plan)
        if child:
            for emptied, rows, on_hold in nameless("account", owned, plan=plan, at=at):
                _add(emptied, rows, on_hold, foresight, label, at)
        _erasure(person.pk, [], plan, foresight, label, at)
        transaction.set_rollback(True)
    return foresight.tally()


def foresee(*, on: date, at: datetime) -> Foresight:
    """What `keep` would remove on a day.

    Under the policy in force at `at` (now), or on a later day under the one in force by then.
    """
    plan = plan_on(max(on, day_at(at)))
    foresight = Foresight()
    gone: list[Any] = []
    for sweep in plan.sweeps:
        ids = [key for chunk in due(sweep, plan, on, gone=gone) for key in chunk]
        label = (sweep.rule, sweep.record)
        if sweep.asked and sweep.record == "person":
            for person in map(int, ids):
                gone += _erasure(person, gone, plan, foresight, label, at)
        elif sweep.record in plan.subjects:
            removed = _subjects(sweep.record, ids, plan, foresight, label, at)
            gone += removed if sweep.record == "account" else []
        else:
            _add(plan.removals[sweep.removal], ids, frozenset(), foresight, label, at)
    policy = policy_of(plan)
    for newcomer in unconfirmed(policy, on=on, at=at):
        with suppress(TrothError), transaction.atomic():
            refuse_where_it_must_not(newcomer, owned_accounts(newcomer), plan)
            _erasure(
                newcomer.pk, gone, plan, foresight, (rule_about(SIGN_UP, policy), "person"), at
            )
    return foresight


def _erasure(
    person: int, gone: Ids, plan: Plan, foresight: Foresight, label: Label, at: datetime
) -> list[Any]:
    """Foresee the erasure of a person, in its own order; the keys of the accounts that would go.

    `gone` are accounts to be thought away.
    """
    owned = owned_accounts(person)
    taken = _subjects("account", owned, plan, foresight, label, at)
    alone = left_alone(plan, members(owned), at=at, gone=[*gone, *taken])
    _subjects("person", alone, plan, foresight, label, at)
    _subjects("person", [person], plan, foresight, label, at)
    return taken


def _subjects(
    kind: str, ids: list[Any], plan: Plan, foresight: Foresight, label: Label, at: datetime
) -> list[Any]:
    """Foresee the removal of subjects; the keys of those that would go themselves."""
    gone = []
    for on_hold, group in by_hold(ids):
        _add(plan.removals[plan.subjects[kind].table], group, on_hold, foresight, label, at)
        gone += [] if on_hold else group
    foresight.gone[kind].update(gone)
    if kind == "account":
        foresight.left |= left_by(gone) - foresight.gone["person"]
    return gone


def _add(
    removal: Removal,
    ids: Ids,
    on_hold: frozenset[str],
    foresight: Foresight,
    label: Label,
    at: datetime,
) -> None:
    for step in removal.steps:
        if step.outcome == "carry":
            continue
        stopped = blocked(step, on_hold) and is_held(step)
        rows: Rows = {}
        foresight.found.append(Found(label, step, stopped, rows))
        for chunk in batched(ids, CHUNK):
            for key, *starts in query(sql.rows(step), ids=list(chunk), at=at):
                rows[key] = last_day(step.ends, starts)
