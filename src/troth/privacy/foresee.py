"""What an erasure or a sweep would do: the plan's own rows, selected instead of removed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import connection

from troth.accounts.models import Person
from troth.policy import sql
from troth.policy.plan import Plan, Removal, Step
from troth.privacy.erase import owned_accounts, refuse_where_it_must_not
from troth.privacy.keep import due
from troth.privacy.remove import blocked, by_hold, left_alone, members
from troth.privacy.running import plan_on
from troth.privacy.tally import Tally

Rows = dict[Any, date | None]
CHUNK = 5000  # rows whose children are looked up by one statement


@dataclass
class Foresight:
    """The rows that would go, by step; a row named by two steps is counted with the first."""

    found: dict[Step, Rows] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)

    def tally(self) -> Tally:
        """The same figures as the removal itself would report."""
        tally = Tally(held=set(self.held))
        erased: dict[str, set[Any]] = {}
        for step, rows in self.found.items():
            if step.outcome == "erase":
                new = rows.keys() - erased.get(step.table, set())
                erased.setdefault(step.table, set()).update(new)
                tally.add(step, len(new))
        for step, rows in self.found.items():
            if step.outcome != "erase":
                left = rows.keys() - erased.get(step.table, set())
                days = [day for key, day in rows.items() if key in left and day]
                tally.add(step, len(left), max(days, default=None))
        return tally

    def rows(self) -> set[tuple[str, Any]]:
        """Table and key of every row that would be erased or depersonalised."""
        return {
            (step.table, key)
            for step, rows in self.found.items()
            if step.outcome in ("erase", "depersonalise")
            for key in rows
        }


def preview(person: Person, *, at: datetime) -> Tally:
    """What `erase(person)` would do now. Raises TrothError where that would."""
    plan = plan_on(at.date())
    owned = owned_accounts(person)
    refuse_where_it_must_not(person, owned)
    foresight = Foresight()
    gone = _subjects("account", owned, plan, foresight)
    orphans = left_alone(plan, members(owned), gone=gone)
    _subjects("person", sorted({person.pk, *orphans}), plan, foresight)
    return foresight.tally()


def foresee(*, on: date) -> Foresight:
    """What `keep(on=on)` would remove."""
    plan = plan_on(on)
    foresight = Foresight()
    gone: list[Any] = []
    for sweep in plan.sweeps:
        ids = [key for chunk in due(sweep, plan, on, gone=gone) for key in chunk]
        if sweep.record in plan.subjects:
            removed = _subjects(sweep.record, ids, plan, foresight)
            gone += removed if sweep.record == "account" else []
        else:
            _add(plan.removals[sweep.removal], ids, frozenset(), foresight)
    return foresight


def _subjects(kind: str, ids: list[Any], plan: Plan, foresight: Foresight) -> list[Any]:
    """Foresee the removal of subjects; the keys of those that would go themselves."""
    gone = []
    for held, group in by_hold(plan.subjects[kind], ids):
        _add(plan.removals[kind], group, held, foresight)
        gone += [] if held else group
    return gone


def _add(removal: Removal, ids: list[Any], held: frozenset[str], foresight: Foresight) -> None:
    with connection.cursor() as cursor:
        for step in removal.steps:
            if blocked(step, held):
                foresight.held.add(step.record)
                continue
            rows = foresight.found.setdefault(step, {})
            for chunk in batched(ids, CHUNK):
                cursor.execute(sql.rows(step), {"ids": list(chunk)})
                for key, *moment in cursor.fetchall():
                    rows[key] = moment[0].date() if moment and moment[0] else None
