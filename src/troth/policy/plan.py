"""A policy compiled against the models: what the engine does, as plain data.

A plan has two halves. A `Removal` says, for one kind of row, every step that takes it and all
that hangs on it away: the children first, so that each step finds its rows by the path that a
later step cuts. A `Sweep` says which rows of a record are due by one rule of the policy.
`sql.py` turns both into statements; nothing else does.
"""

from dataclasses import dataclass
from typing import Any, Literal

from troth.core.duration import Duration

Outcome = Literal["erase", "depersonalise", "unlink", "stay"]

ANY = "*"  # as a blocker: a hold on whatever record; as a hold's record: all of them


@dataclass(frozen=True)
class Hop:
    """A foreign key on the way from a row to what it belongs to."""

    column: str
    table: str
    key: str


Path = tuple[Hop, ...]


@dataclass(frozen=True)
class Step:
    """One statement of a removal.

    outcome: `erase` deletes the rows; `depersonalise` empties `columns` for good; `unlink`
        empties what mentions a person in rows that stay; `stay` keeps the rows for their own
        time and empties only the foreign key that would dangle.
    path: from the row to the removal's root; empty for the root itself.
    columns: each column to empty, with the SQL literal it gets.
    blockers: the records whose hold stops this step.
    rule: the keep rule that decides.
    guards: of rows with a second subject: what must hold of that one.
    files: columns that name stored files to be deleted with the row.
    clock, length: of a row that stays: the column that it is counted from, and for how long.
    """

    record: str
    table: str
    key: str
    outcome: Outcome
    path: Path
    rule: str
    blockers: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    clock: str | None = None
    length: Duration | None = None
    guards: tuple["Unrestricted | Unheld", ...] = ()


@dataclass(frozen=True)
class Removal:
    """All that happens when rows of one kind go."""

    record: str
    table: str
    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Before:
    """The clock's column lies before the day that the rule's length gives."""

    column: str


@dataclass(frozen=True)
class Inactive:
    """No row that hangs on this one was active since then, and none still is.

    path leads from `table` to the row; `until` is the end of a span, None for a moment.
    """

    table: str
    since: str
    until: str | None
    path: Path


@dataclass(frozen=True)
class Alone:
    """No row of `table` refers to this one any more, other than for accounts that are gone."""

    table: str
    column: str
    account: str


@dataclass(frozen=True)
class Empty:
    """The column is null."""

    column: str


@dataclass(frozen=True)
class Filled:
    """The column is not null."""

    column: str


@dataclass(frozen=True)
class Untrue:
    """The boolean column is false."""

    column: str


@dataclass(frozen=True)
class Through:
    """The membership, seen from one kind of subject to the other.

    What is held or restricted for an account's owner is so for the account, and what is so for
    an account is so for its people. `owner` is the column and value that mark the owner, or
    None where every member counts.
    """

    table: str
    own: str
    other: str
    other_table: str
    other_key: str
    other_restricted: str
    other_in_holds: str
    owner: tuple[str, str] | None


@dataclass(frozen=True)
class Subject:
    """A kind of subject: its table, its marks, and the table and column of holds on it."""

    kind: str
    table: str
    key: str
    pseudonym: str
    restricted: str
    asked: str
    holds: str
    in_holds: str
    through: Through


@dataclass(frozen=True)
class Unrestricted:
    """Processing is not restricted for the subject at the end of `path` (empty: the row)."""

    path: Path
    subject: Subject


@dataclass(frozen=True)
class Unheld:
    """No hold on the subject at the end of `path` covers any of `blockers`."""

    path: Path
    subject: Subject
    blockers: tuple[str, ...]


Condition = Before | Inactive | Alone | Empty | Filled | Untrue | Unrestricted | Unheld


@dataclass(frozen=True)
class Sweep:
    """The rows of one record that are due by one rule.

    length: how long they are kept; None when the condition alone decides.
    asked: the subject's own request decides.
    beyond: True for a duty to keep, which lasts through its last day; without it, a promise to
        delete is kept on that day.
    """

    rule: str
    record: str
    removal: str
    conditions: tuple[Condition, ...]
    length: Duration | None = None
    beyond: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Extract:
    """What an export takes from one table: everything but credentials and the pseudonym.

    columns: each with its category, or `plain`. paths: to the subject, by its kind; empty for
    the subject's own row. files: columns that name stored files, which are exported as well.
    sealed: the column with the key by which those are encrypted, if they are.
    by_rule: the column with a rule of [disclose], and the rules under which a row may be told of.
    secrets: the columns that are left out. clocks: the policy's clocks, each with its column.
    """

    name: str
    record: str
    table: str
    key: str
    columns: tuple[tuple[str, str], ...]
    paths: tuple[tuple[str, Path], ...]
    files: tuple[str, ...]
    sealed: str | None
    by_rule: tuple[str, tuple[str, ...]] | None
    secrets: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """What one policy does to all data. `digest` is the policy's, in hex.

    `removals` is keyed by what is removed, such as `account`, or `invoice.depersonalise`.
    """

    digest: str
    subjects: dict[str, Subject]
    removals: dict[str, Removal]
    sweeps: tuple[Sweep, ...]
    extracts: tuple[Extract, ...]


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan with its SQL, for `troth plan --json` and for the golden files."""
    from troth.policy import sql

    return {
        "sweeps": [
            {"rule": sweep.rule, "record": sweep.record, "due": sql.due(sweep, plan)}
            for sweep in plan.sweeps
        ],
        "removals": {
            name: [
                {
                    "record": step.record,
                    "outcome": step.outcome,
                    "rule": step.rule,
                    "blocked_by": list(step.blockers),
                    "sql": sql.act(step) or sql.rows(step),
                }
                for step in removal.steps
            ]
            for name, removal in plan.removals.items()
        },
        "extracts": [
            {
                "file": extract.name,
                "record": extract.record,
                "columns": dict(extract.columns),
                "sql": sql.extract(extract),
            }
            for extract in plan.extracts
        ],
    }
