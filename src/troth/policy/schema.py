"""What the compiler knows of the tables: records, subjects, and the ways between.

Plain data that knows nothing of Django and of any policy: `tables.py` reads it from the models.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.policy.plan import ANY, Extract, Path, Subject

ANYBODY = "subject"  # what a key leads to that may be a subject of any kind


@dataclass(frozen=True)
class Column:
    """A column that holds data, and to whom it may be shown: "nobody", "staff" or "subject".

    blank: the SQL that empties it; None where it cannot be empty.
    """

    name: str
    category: str
    audience: str
    blank: str | None


@dataclass(frozen=True)
class Reference:
    """A foreign key. target: the table that it points to, by its key. nullable: it may be empty."""

    column: str
    target: str
    key: str
    nullable: bool


@dataclass(frozen=True)
class Check:
    """A CHECK constraint as a tree: `leaf` is (column, lookup, value), or None where the database
    alone can tell; else `parts` joined by `join` (AND, OR, XOR). `negated` turns it around."""

    join: str = "AND"
    parts: tuple["Check", ...] = ()
    negated: bool = False
    leaf: tuple[str, str, object] | None = None


@dataclass(frozen=True)
class Table:
    """A table that holds personal data.

    name, key: as in SQL. model: its model, for messages. file: what an export calls it.
    is_subject: a subject's own table; parent: the table that stands behind it.
    subjects: for each kind of subject, or ANYBODY, the way to whom a row is about. references:
    every foreign key. mentions: those of people whom a row is not about, with the columns that go.
    clocks: the policy's clocks, each with its column and whether it may not have started.
    addressed: columns with an address, each with the keys that are empty where it is all there is.
    The rest as in `PersonalData`, by the names of columns.
    """

    name: str
    key: str
    model: str
    file: str
    record: str
    is_subject: bool
    parent: str
    subjects: tuple[tuple[str, Path], ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    mentions: tuple[tuple[str, tuple[str, ...]], ...]
    clocks: tuple[tuple[str, str, bool], ...]
    kept: tuple[str, str] | None
    activity: tuple[str, ...]
    files: tuple[str, ...]
    sealed: str | None
    by_rule: str | None
    depersonalised: str | None
    spared: str | None
    left: str | None
    owner: tuple[str, str] | None
    addressed: tuple[tuple[str, tuple[str, ...]], ...]
    addresses: tuple[str, str] | None
    checks: tuple[tuple[str, Check], ...]

    def paths_to(self, kind: str) -> list[Path]:
        """The ways from a row to a subject of this kind."""
        return [path for of, path in self.subjects if of in (kind, ANYBODY)]

    def clock(self, word: str) -> tuple[str, bool] | None:
        """The column of one of the policy's clocks, and whether it may not have started."""
        return next(((column, late) for clock, column, late in self.clocks if clock == word), None)

    def may_be_empty(self, key: str) -> bool:
        """Whether a foreign key may be empty."""
        return any(r.nullable for r in self.references if r.column == key)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Behind:
    """The table that stands behind all subjects, with the columns that mark one."""

    table: str
    key: str
    pseudonym: str
    restricted: str
    asked: str
    waits: str


class Schema:
    """The tables. roots: those that stand for a record by themselves, subjects last; the others
    of a record are parts of its rows. subjects: the kinds of subject."""

    def __init__(self, tables: Sequence[Table], behind: Behind) -> None:
        self.tables = {table.name: table for table in tables}
        self._pointing: dict[str, list[tuple[Table, Reference]]] = {}
        for table in tables:
            for reference in table.references:
                self._pointing.setdefault(reference.target, []).append((table, reference))
        self.behind = behind
        self.own = {table.record: table for table in tables if table.is_subject}
        self.membership = next(table for table in tables if table.owner)
        self.addresses = next(table for table in tables if table.addresses)
        self.subjects = {
            kind: Subject(
                kind=kind,
                table=table.name,
                key=table.key,
                behind=behind.table,
                pseudonym=behind.pseudonym,
                asked=behind.asked,
            )
            for kind, table in self.own.items()
        }
        roots = [t for t in tables if (t.subjects or t.is_subject) and not self._is_part(t)]
        self.roots = sorted(roots, key=lambda table: table.is_subject)
        self._names_of_roots = {table.name for table in roots}

    def _is_part(self, table: Table) -> bool:
        """Whether a row belongs to a row of the same record."""
        if table.record in self.own:
            return not table.is_subject
        targets = (self.tables.get(each.target) for each in table.references)
        return any(
            target and target.record == table.record for target in targets if target is not table
        )

    def roots_of(self, record: str) -> list[Table]:
        """The tables that stand for a record: none while its room is not installed."""
        return [table for table in self.roots if table.record == record]

    def is_root(self, table: Table) -> bool:
        return table.name in self._names_of_roots

    def pointing_to(self, target: Table) -> Sequence[tuple[Table, Reference]]:
        """Every foreign key to a table, with the table that has it."""
        return self._pointing.get(target.name, ())

    def children_first(self) -> list[Table]:
        """All tables, each before those that its rows point to."""
        done: dict[str, Table] = {}

        def visit(table: Table, above: frozenset[str]) -> None:
            for child, _reference in self.pointing_to(table):
                if child.name not in above and child.name not in done:
                    visit(child, above | {child.name})
            done.setdefault(table.name, table)

        for table in self.tables.values():
            visit(table, frozenset({table.name}))
        return list(done.values())

    def blockers(self, table: Table, *, goes: bool = True) -> tuple[str, ...]:
        """The records whose hold keeps a row of this table as it is.

        Its own and, if the row `goes` rather than being emptied, those that hang on it. While a
        subject is under a hold for whatever reason, it stays itself, and who belongs to it; what
        those may do without stays by a hold on them alone.
        """
        if self.stays_with_subject(table):
            return (ANY,)
        found = {table.record}
        if not goes:
            return (table.record,)
        for child, reference in self.pointing_to(table):
            if child is table or reference.column in dict(child.mentions):
                continue
            if reference.nullable and self.stays_with_subject(child):
                found.add(child.record)
            else:
                found.update(self.blockers(child))
        return tuple(sorted(found))

    def stays_with_subject(self, table: Table) -> bool:
        """Whether rows stay while their subject is under any hold: they are what it is."""
        return table.record in (*self.own, self.membership.record)

    def extract(self, table: Table) -> Extract:
        """What an export takes from a table, whatever the policy."""
        secrets = tuple(c.name for c in table.columns if c.audience == "nobody")
        shown = [c for c in table.columns if c.audience != "nobody"]
        columns = tuple((c.name, c.category) for c in shown if c.audience == "subject")
        paths = ((table.record, ()),) if table.is_subject else table.subjects
        return Extract(
            name=table.file,
            record=table.record,
            is_part=not self.is_root(table),
            table=table.name,
            parent=table.parent,
            key=table.key,
            columns=columns,
            for_staff=tuple((c.name, c.category) for c in shown),
            paths=tuple(path for _kind, path in paths),
            files=tuple(name for name in table.files if name in dict(columns)),
            sealed=table.sealed,
            by_rule=(table.by_rule, ()) if table.by_rule else None,
            secrets=secrets,
            clocks=tuple((clock, column) for clock, column, _late in table.clocks),
        )


def quoted(name: str) -> str:
    """The name of a table or column as it stands in SQL."""
    assert '"' not in name
    return f'"{name}"'
