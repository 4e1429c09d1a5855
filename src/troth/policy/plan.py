"""A policy compiled against the models: what the engine does, as plain data.

A plan has two halves. A `Removal` says, for one kind of row, every step that takes it and all
that hangs on it away: the children first, so that each step finds its rows by the path that a
later step cuts. A `Sweep` says which rows of a record are due by one rule of the policy.
`sql.py` turns both into statements; nothing else does.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from troth.core.duration import Duration

Outcome = Literal["erase", "depersonalise", "unlink", "stay", "carry"]

ANY = "*"  # as a blocker: a hold on whatever record; as a hold's record: all of them


@dataclass(frozen=True)
class Hop:
    """A foreign key on the way from a row to what it belongs to."""

    column: str
    table: str
    key: str


Path = tuple[Hop, ...]


@dataclass(frozen=True)
class Ends:
    """By which clock a row that stays is counted, and for how long.

    kept: the column that counts where the clock has not started, if it may not have.
    beyond: whether the row is still there on the last day, as in `Sweep`.
    """

    clock: str
    kept: str | None
    length: Duration
    beyond: bool


@dataclass(frozen=True)
class Carry:
    """Where the activity that rows prove is written down before they go.

    table, key, column: of their subject. by: the rows' key to it. until: the end of their span;
    one that is still going on counts until now. members: the table with the people of the
    subject that the rows lead to, if it is theirs; its keys to that subject and to a person.
    """

    table: str
    key: str
    column: str
    by: str
    until: str
    members: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Address:
    """By which rows are found that name somebody by an e-mail address and by no key.

    column: of the address in such a row. unknown: its keys, which are empty then. about: its keys
    to others, none of whom may be protected for `blockers`. book, person, address, confirmed: the
    table of people's addresses, with its key to a person, the address, and whether it is theirs.
    """

    column: str
    unknown: tuple[str, ...]
    about: tuple[str, ...]
    blockers: tuple[str, ...]
    book: str
    person: str
    address: str
    confirmed: str


@dataclass(frozen=True)
class Step:
    """One statement of a removal.

    outcome: `erase` deletes the rows; `depersonalise` empties `columns` for good; `unlink`
        empties what mentions a person in rows that stay; `stay` keeps the rows for their own
        time and empties only the foreign key that would dangle; `carry` writes the activity
        that they prove where it outlives them.
    path: from the row to the removal's root; empty for the root itself.
    columns: each column to empty, with the SQL that it gets.
    blockers: the records whose hold stops this step.
    rule: the keep rule that decides.
    guard: of rows with a second subject: that nothing protects that one.
    files: columns that name stored files to be deleted with the row.
    behind: of a subject's own row: the table of the row that goes with it.
    ends: of a row that stays: what ends it; the first to come does.
    address: of rows that are found by an address: how; `path` then leads to such a row.
    counts: whether people are told how many rows these are; parts that stay go with theirs.
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
    behind: str = ""
    ends: tuple[Ends, ...] = ()
    guard: "Unprotected | None" = None
    onto: Carry | None = None
    address: Address | None = None
    counts: bool = True


@dataclass(frozen=True)
class Removal:
    """All that happens when rows of one kind go."""

    record: str
    table: str
    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Before:
    """The clock's column lies before the day that the rule's length gives.

    kept: the column that counts where the clock has not started.
    """

    column: str
    kept: str | None = None


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
    """No row of `table` refers to this one any more, other than as the owner of accounts that are
    gone. owner: the column and the value that mark an owner."""

    table: str
    column: str
    account: str
    owner: tuple[str, str]


@dataclass(frozen=True)
class Told:
    """The moment in the column, at which somebody was told, lies before the day that the rule's
    length gives; or there was nothing to tell."""

    column: str


@dataclass(frozen=True)
class Empty:
    """The column is null."""

    column: str


@dataclass(frozen=True)
class Asked:
    """The subject has asked for its erasure, and the time to stop it is over: two columns of the
    table behind it."""

    behind: str
    column: str
    waits: str


@dataclass(frozen=True)
class Untrue:
    """The boolean column is false."""

    column: str


@dataclass(frozen=True)
class Subject:
    """A kind of subject: its own table, and the one behind all subjects, which shares its key."""

    kind: str
    table: str
    key: str
    behind: str
    pseudonym: str
    asked: str


@dataclass(frozen=True)
class Unprotected:
    """Nothing protects the subjects whose keys are in `columns` of the row: no restriction of
    processing, and no hold that covers any of `blockers` (None: whatever holds there are)."""

    columns: tuple[str, ...]
    blockers: tuple[str, ...] | None


Condition = Before | Inactive | Alone | Told | Empty | Asked | Untrue | Unprotected


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
    """What an export takes from one table: all that its subject may be shown, but no pseudonym.

    is_part: the rows belong to those of another table of the record.

    columns: each with its category, or `plain`; for_staff: with those that staff alone are shown.
    paths: the ways to a subject; empty for the subject's own row, with the table behind it as
    `parent`. files: columns that name stored files, which are exported as well.
    sealed: the column with the key by which those are encrypted, if they are.
    by_rule: the column with a rule of [disclose], and the rules under which a row may be told of.
    secrets: the columns that are left out. clocks: the policy's clocks, each with its column.
    """

    name: str
    record: str
    is_part: bool
    table: str
    parent: str
    key: str
    columns: tuple[tuple[str, str], ...]
    for_staff: tuple[tuple[str, str], ...]
    paths: tuple[Path, ...]
    files: tuple[str, ...]
    sealed: str | None
    by_rule: tuple[str, tuple[str, ...]] | None
    secrets: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]

    @property
    def at_the_desk(self) -> "Extract":
        """The same as staff are shown it."""
        return replace(self, columns=self.for_staff)


@dataclass(frozen=True)
class Plan:
    """What one policy does to all data. `digest` is the policy's, in hex.

    `removals` is keyed by the table whose rows are removed; `TABLE.depersonalise` empties them.
    """

    digest: str
    subjects: dict[str, Subject]
    removals: dict[str, Removal]
    sweeps: tuple[Sweep, ...]
    extracts: tuple[Extract, ...]


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan with its SQL, for `troth plan --json`."""
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


def as_lines(plan: Plan) -> list[str]:
    """The plan for people to read and compare: a line for each rule, step and exported table.

    Each statement stands once; where it comes again, the line says where it stands.
    """
    from troth.policy import sql

    known: dict[str, str] = {}

    def once(statement: str, where: str) -> str:
        first = known.setdefault(statement, where)
        return statement if first == where else f"as {first}"

    lines = ["What is due, rule by rule:", ""]
    for sweep in plan.sweeps:
        lines.append(f"{sweep.rule} | {sweep.record} | {sql.due(sweep, plan)}")
    for name, removal in plan.removals.items():
        lines += ["", f"Removal of {name}, step by step:", ""]
        for step in removal.steps:
            by = f"{step.record} by {step.rule or 'no rule'}"
            if step.blockers:
                stops = "any" if step.blockers == (ANY,) else f"{', '.join(step.blockers)}"
                by += f", but for a hold on {stops}"
            does = f"{step.outcome} {step.table}"
            statement = once(sql.act(step) or sql.rows(step), f"in {name}: {does}")
            lines.append(f"{does} | {by} | {statement}")
    lines += ["", "What an export takes:", ""]
    for extract in plan.extracts:
        columns = ", ".join(f"{column} ({category})" for column, category in extract.columns)
        lines.append(f"{extract.name} | {extract.record} | {columns} | {sql.extract(extract)}")
    return lines
