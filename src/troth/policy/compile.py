"""Policy and tables become a `Plan`; what the schema forbids is found here, not at erasure.

Whoever wrote the policy is told so in its own words: they know of records and rules, not of tables.

Pure: the same policy and the same tables give the same plan, and nothing is read or written.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from troth.policy.checks import may_refuse
from troth.policy.errors import Mistake, PolicyError
from troth.policy.language import NOTICE, Keep
from troth.policy.parse import Policy
from troth.policy.plan import (
    ANY,
    Address,
    Alone,
    Asked,
    Before,
    Carry,
    Condition,
    Empty,
    Ends,
    Extract,
    Hop,
    Inactive,
    Path,
    Plan,
    Removal,
    Step,
    Sweep,
    Told,
    Unprotected,
    Untrue,
)
from troth.policy.schema import Reference, Schema, Table
from troth.policy.vocabulary import RECORDS

Fate = Literal["erase", "depersonalise", "stay"]


def compile(policy: Policy, schema: Schema) -> Plan:
    """The plan of `policy` for these tables.

    Raises PolicyError when a rule asks for what the schema forbids: an empty value in a column
    that must not be empty, a row that outlives what it hangs on, a clock that no column keeps.
    """
    compiler = _Compiler(policy, schema)
    plan = compiler.plan()
    if compiler.mistakes:
        raise PolicyError(policy.file, compiler.mistakes)
    return plan


def cannot_run(policy: Policy, schema: Schema) -> list[Mistake]:
    """What would stop a policy from running on these tables, though it may have other mistakes."""
    compiler = _Compiler(policy, schema)
    compiler.plan()
    return compiler.mistakes


class _Compiler:
    def __init__(self, policy: Policy, schema: Schema) -> None:
        self.policy = policy
        self.schema = schema
        self.mistakes: list[Mistake] = []

    def plan(self) -> Plan:
        removals = {table.name: self._whole(table) for table in self.schema.own.values()}
        for record, word in RECORDS.items():
            # Whoever asked something may want it gone, whatever rule keeps it.
            for root in self.schema.roots_of(record) if word.forms else ():
                removals[root.name] = self._rows(root, "erase")
        sweeps = [self._asked(kind) for kind in self.schema.own]
        for name, keep in self.policy.tables.keep.items():
            for record in keep.records or (name,):
                for root in self.schema.roots_of(record):
                    if found := self._sweep(f"keep.{name}", root, keep):
                        sweep, removal = found
                        sweeps.append(sweep)
                        removals[sweep.removal] = removal
        for root in self.schema.roots:
            # Of a child no name stays, whatever rule keeps the rest.
            if root.depersonalised:
                name = f"{root.name}.depersonalise"
                removals.setdefault(name, self._rows(root, "depersonalise"))
        # Rows first, so that a subject's own removal finds less to do; then what people have
        # asked for, which brings their accounts along; people last, whom others leave alone.
        order = [("person", True), ("account", True), ("account", False), ("person", False)]
        place = {key: number for number, key in enumerate(order, 1)}
        sweeps.sort(key=lambda sweep: place.get((sweep.record, sweep.asked), 0))
        held = [t for t in self.schema.tables.values() if t.subjects or t.is_subject]
        extracts = tuple(self._extract(table) for table in held)
        return Plan(self.policy.digest, self.schema.subjects, removals, tuple(sweeps), extracts)

    # What the policy says

    def _extract(self, table: Table) -> Extract:
        extract = self.schema.extract(table)
        if extract.by_rule is None:
            return extract
        column, _ = extract.by_rule
        return replace(extract, by_rule=(column, self.policy.tables.told))

    def _fate(self, record: str) -> tuple[Fate, str]:
        """What becomes of a record when its subject goes, and by which rule."""
        kept = self.policy.tables.kept_by(record)
        for rule, keep in kept:
            if keep.basis:
                return "stay", rule
        for rule, keep in kept:
            if keep.with_:
                return keep.then, rule
        return "erase", kept[0][0] if kept else ""

    def _wrong(self, rule: str, message: str) -> None:
        self.mistakes.append(Mistake(self.policy.line(rule), "cannot-run", f"{rule}: {message}"))

    def _only_erased(self, table: Table, rule: str) -> None:
        message = f'{table.record} can only be erased; it cannot have then = "depersonalise"'
        self._wrong(rule, f"{message}, so take that out")

    # A subject and all that is about it

    def _whole(self, own: Table) -> Removal:
        """The removal of a kind of subject: of every table the rows that carry its key."""
        kind = own.record
        # While the addresses by which rows are found are still there.
        steps = [*self._by_address(kind)]
        for table in self.schema.children_first():
            if table.is_subject:
                continue
            for path in table.paths_to(kind):
                steps += self._with_subject(table, path, kind)
            steps += self._let_none_dangle(table, kind)
            for column, columns in table.mentions:
                if self._leads_to(table, column) == own.name:
                    steps.append(self._unlink(table, column, columns, own))
        rule = self._own_rule(kind, "erase")
        blockers = self.schema.blockers(own)
        last = Step(kind, own.name, own.key, "erase", (), rule, blockers, behind=own.parent)
        return Removal(kind, own.name, own.key, (*self._seen(own), *steps, last))

    def _by_address(self, kind: str) -> Iterator[Step]:
        """What happens to rows that name a subject by an address alone."""
        book = self.schema.addresses
        for path in book.paths_to(kind):
            for table in self.schema.children_first():
                for column, unknown in table.addressed:
                    yield from self._addressed(table, column, unknown, path[0].column)

    def _addressed(
        self, table: Table, column: str, unknown: tuple[str, ...], person: str
    ) -> Iterator[Step]:
        book = self.schema.addresses
        assert book.addresses
        fate, rule = self._fate(table.record)
        about = tuple(key for key in _keys(table) if key not in unknown)
        own = (table.record,)
        address = Address(column, unknown, about, own, book.name, person, *book.addresses)
        step = Step(table.record, table.name, table.key, "erase", (), rule, own, address=address)
        if fate == "stay":
            yield self._staying(replace(step, outcome="stay"), table, None, True)
            return
        for part in self._parts(table, (), "erase", rule):
            yield replace(part, blockers=own, address=address)
        yield self._with_files(table, step)

    def _with_subject(self, table: Table, path: Path, kind: str) -> Iterator[Step]:
        """What happens to a table's rows when whom they are about goes."""
        fate, rule = self._fate(table.record)
        if table.record == kind:
            fate = "erase"
        column, root = path[0].column, self.schema.is_root(table)
        if fate == "stay" and not table.may_be_empty(column):
            self._outlives(table)
        blockers = self.schema.blockers(table, goes=fate == "erase")
        step = Step(table.record, table.name, table.key, fate, path, rule, blockers)
        if fate == "depersonalise":
            step = replace(step, columns=self._emptied(table, rule, cut=[column], mark=root))
        elif fate == "stay":
            step = self._staying(step, table, column, root)
        others = tuple(p[0].column for _kind, p in table.subjects if p != path)
        if others and fate != "stay" and table.may_be_empty(column):
            yield self._with_files(table, replace(step, guard=Unprotected(others, step.blockers)))
            # What is also about somebody whom a hold or a restriction protects stays with them.
            left = ((column, "NULL"),)
            if self._refuses(table, left):
                self._outlives(table)
            yield replace(step, outcome="stay", columns=left, blockers=(ANY,), files=())
        else:
            yield self._with_files(table, step)

    def _staying(self, step: Step, table: Table, column: str | None, root: bool) -> Step:
        """Rows that outlive their subject; those whose clock has not started count from then."""
        ends = tuple(self._ends(table)) if root else ()
        columns = cut = [(column, "NULL")] if column else []
        if any(end.kept for end in ends):
            assert table.kept
            since, by = table.kept
            columns = [
                *cut,
                (since, f'COALESCE("{since}", %(at)s)'),
                (by, f"COALESCE(NULLIF(\"{by}\", ''), '{step.rule}')"),
            ]
        if self._refuses(table, cut):
            self._outlives(table)
        return replace(step, columns=tuple(columns), blockers=(ANY,), ends=ends, counts=root)

    def _ends(self, table: Table) -> Iterator[Ends]:
        """What ends the rows of a record by itself."""
        for rule, keep in self.policy.tables.kept_by(table.record):
            if keep.for_ and keep.from_ and (clock := table.clock(keep.from_)):
                column, late = clock
                kept = table.kept[0] if table.kept and late and keep.basis else None
                if late and keep.basis and not kept:
                    message = f"the clock {keep.from_} of {table.record} may never start"
                    self._wrong(rule, f"{message}; use another one")
                yield Ends(column, kept, keep.for_, keep.basis is not None)

    def _let_none_dangle(self, table: Table, kind: str) -> Iterator[Step]:
        """What a row names must not go before it does, unless the row can do without."""
        held = self.schema.stays_with_subject(table)
        if not held and not self._may_be_left(table.record):
            return
        for reference in table.references:
            target = self.schema.tables.get(reference.target)
            if (
                target
                and target.record != table.record
                and not target.is_subject
                and reference.column not in dict(table.mentions)
                and (reference.nullable or not held)
                and self._fate(target.record)[0] == "erase"
            ):
                rule = self._fate(target.record)[1]
                for path in target.paths_to(kind):
                    yield self._parted(table, reference, target, path, rule)

    def _may_be_left(self, record: str) -> bool:
        """Whether rows may be there without a subject: they stay, or were depersonalised before."""
        kept = self.policy.tables.kept_by(record)
        return self._fate(record)[0] != "erase" or any(k.then == "depersonalise" for _r, k in kept)

    def _parted(
        self, table: Table, reference: Reference, target: Table, path: Path, rule: str
    ) -> Step:
        """Rows of another record, which have a time of their own, lose the name of one that goes.

        path: from the row that goes to the removal's root.
        """
        emptied = ((reference.column, "NULL"),)
        if not reference.nullable or self._refuses(table, emptied):
            message = f"a {table.record} cannot do without the {target.record} that it names"
            message += f"; keep {table.record} and {target.record} by one rule"
            self._wrong(rule, message)
        hops = (Hop(reference.column, target.name, reference.key), *path)
        blockers = self.schema.blockers(target)
        step = Step(target.record, table.name, table.key, "unlink", hops, rule, blockers, emptied)
        return replace(step, counts=False)

    def _unlink(self, table: Table, column: str, columns: tuple[str, ...], own: Table) -> Step:
        rule = self._fate(table.record)[1]
        emptied = [(column, "NULL"), *(self._blank(table, name, rule) for name in columns)]
        if not table.may_be_empty(column) or self._refuses(table, emptied):
            self._outlives(table)
        path = (Hop(column, own.name, own.key),)
        return Step(
            table.record,
            table.name,
            table.key,
            "unlink",
            path,
            rule,
            (table.record,),
            tuple(emptied),
        )

    # Rows of one record, when their own time has come

    def _rows(self, root: Table, then: Literal["erase", "depersonalise"]) -> Removal:
        rule = self._own_rule(root.record, then)
        steps = [*self._carried(root, then), *self._parts(root, (), then, rule)]
        blockers = self.schema.blockers(root, goes=then == "erase")
        own = Step(root.record, root.name, root.key, then, (), rule, blockers)
        if then == "depersonalise":
            own = replace(own, columns=self._emptied(root, rule, cut=_keys(root), mark=True))
        return Removal(root.record, root.name, root.key, (*steps, self._with_files(root, own)))

    def _parts(
        self, parent: Table, path: Path, then: Literal["erase", "depersonalise"], rule: str
    ) -> Iterator[Step]:
        """The steps for all rows that hang on `parent`, the farthest first."""
        for child, reference in self.schema.pointing_to(parent):
            if child.record != parent.record or child == parent:
                if then == "erase":
                    yield self._parted(child, reference, parent, path, rule)
                continue
            hops = (Hop(reference.column, parent.name, reference.key), *path)
            yield from self._parts(child, hops, then, rule)
            blockers = self.schema.blockers(child, goes=then == "erase")
            step = Step(child.record, child.name, child.key, then, hops, rule, blockers)
            if then == "depersonalise":
                emptied = self._emptied(child, rule, cut=_keys(child), mark=False)
                step = replace(step, columns=emptied)
            yield self._with_files(child, step)

    def _carried(self, root: Table, then: str) -> Iterator[Step]:
        """Activity that goes with the row which proves it is first noted with its subject, and
        with who belongs to that."""
        if not root.activity or then != "erase":
            return
        for kind, own in self.schema.own.items():
            for path in root.paths_to(kind):
                onto = Carry(own.name, own.key, own.activity[-1], path[0].column, root.activity[-1])
                yield Step(root.record, root.name, root.key, "carry", (), "", (), onto=onto)
        yield from self._onto_people(root, ())

    def _seen(self, own: Table) -> Iterator[Step]:
        """Who belonged to an account was active as long as it was; they may outlive it."""
        for table in self.schema.tables.values() if own.record == "account" else ():
            if table.activity and not table.is_subject:
                for path in table.paths_to(own.record):
                    yield from self._onto_people(table, path)

    def _onto_people(self, table: Table, found_by: Path) -> Iterator[Step]:
        """Note the activity that rows prove with the people of their account, if it counts."""
        kept = self.policy.tables.kept_by("person")
        if not any(keep.from_ == "inactivity" for _, keep in kept):
            return
        people, members = self.schema.own["person"], self.schema.membership
        for path in table.paths_to("account"):
            onto = Carry(
                people.name,
                people.key,
                people.activity[-1],
                path[0].column,
                table.activity[-1],
                (members.name, *self._members()),
            )
            yield Step(table.record, table.name, table.key, "carry", found_by, "", (), onto=onto)

    def _own_rule(self, record: str, then: str) -> str:
        kept = self.policy.tables.kept_by(record)
        return next((rule for rule, keep in kept if keep.then == then), f"keep.{record}")

    # Columns

    def _emptied(
        self, table: Table, rule: str, *, cut: Collection[str], mark: bool
    ) -> tuple[tuple[str, str], ...]:
        """What depersonalising writes: every classified column, and the keys to people."""
        keys = {reference.column for reference in table.references}
        held = [c.name for c in table.columns if c.category != "plain"]
        names = [name for name in dict.fromkeys((*held, *table.files)) if name not in keys]
        columns = [self._blank(table, name, rule) for name in names]
        for column in (*cut, *dict(table.mentions)):
            if not table.may_be_empty(column):
                self._only_erased(table, rule)
            columns.append((column, "NULL"))
        if self._refuses(table, columns):
            self._only_erased(table, rule)
        if mark and table.depersonalised:
            columns.append((table.depersonalised, "%(at)s"))
        elif mark:
            self._only_erased(table, rule)
        return tuple(columns)

    def _blank(self, table: Table, name: str, rule: str) -> tuple[str, str]:
        blank = table.column(name).blank
        if blank is None:
            self._only_erased(table, rule)
        return name, blank or "''"

    def _refuses(self, table: Table, columns: Sequence[tuple[str, str]]) -> bool:
        """Whether a CHECK constraint may refuse the empty values, which would stop the erasure."""
        return any(may_refuse(check, dict(columns)) for _name, check in table.checks)

    def _leads_to(self, table: Table, column: str) -> str:
        return next(r.target for r in table.references if r.column == column)

    def _outlives(self, table: Table) -> None:
        rule = self._fate(table.record)[1]
        self._wrong(rule, f"{table.record} cannot outlive whom it is about; take out basis")

    def _with_files(self, table: Table, step: Step) -> Step:
        if step.outcome in ("erase", "depersonalise"):
            return replace(step, files=table.files)
        return step

    # Sweeps

    def _sweep(self, rule: str, root: Table, keep: Keep) -> tuple[Sweep, Removal] | None:
        record = root.record
        if keep.with_ and not root.is_subject:
            if keep.with_ == "person" and not root.paths_to("person"):
                message = f'{record} belongs to an account; it cannot have with = "person"'
                self._wrong(rule, f'{message}, but with = "account"')
            return None  # it goes in its subject's removal
        whole = root.is_subject and keep.then == "erase"
        removal = self._whole(root) if whole else self._rows(root, keep.then)
        name = root.name if keep.then == "erase" else f"{root.name}.depersonalise"
        guards = self._guards(root, removal.steps[-1].blockers)
        if keep.then == "depersonalise" and root.depersonalised:
            guards = (Empty(root.depersonalised), *guards)
        if record == "person":
            guards = (self._alone(), *guards)
        if keep.with_ and root.left:
            told = Told(root.left)
            return Sweep(rule, record, name, (told, *guards), NOTICE), removal
        if keep.with_:
            return Sweep(rule, record, name, guards), removal
        assert keep.from_ and keep.for_
        clock: tuple[Condition, ...]
        if keep.from_ == "inactivity":
            clock = self._inactive(root)
        elif found := root.clock(keep.from_):
            column, late = found
            kept = root.kept[0] if root.kept and late and keep.basis else None
            clock = (Before(column, kept),)
        else:
            if keep.from_ in RECORDS[record].clocks:  # a clock that it never has, is told as such
                self._wrong(rule, f"not each {record} has the clock {keep.from_}; use another one")
            return None
        beyond = keep.basis is not None
        return Sweep(rule, record, name, (*clock, *guards), keep.for_, beyond), removal

    def _asked(self, kind: str) -> Sweep:
        """An erasure that was asked for and that a hold stopped: it goes on by itself."""
        own = self.schema.own[kind]
        asked = Asked(own.parent, self.schema.behind.asked, self.schema.behind.waits)
        conditions = (asked, *self._guards(own, ()))
        return Sweep("right.erase", kind, own.name, conditions, beyond=True, asked=True)

    def _guards(self, root: Table, blockers: tuple[str, ...]) -> tuple[Condition, ...]:
        """What keeps any row from being due: staff, restriction, holds.

        Holds on a subject itself are not among them: its removal leaves out what they cover.
        """
        guards: list[Condition] = [Untrue(root.spared)] if root.spared else []
        if root.is_subject:
            return (*guards, Unprotected((root.key,), None))
        if columns := _keys(root):
            guards.append(Unprotected(columns, blockers))
        return tuple(guards)

    def _alone(self) -> Alone:
        account, person = self._members()
        owner = self.schema.membership.owner
        assert owner
        return Alone(self.schema.membership.name, person, account, owner)

    def _members(self) -> tuple[str, str]:
        """The membership's keys to an account and to a person."""
        (account,), (person,) = (
            self.schema.membership.paths_to(kind) for kind in ("account", "person")
        )
        return account[0].column, person[0].column

    def _inactive(self, own: Table) -> tuple[Condition, ...]:
        """A subject was active when its own row says so, and while a span about it goes on."""
        conditions: list[Condition] = [Before(column) for column in own.activity]
        account, person = self._members()
        for table in self.schema.tables.values():
            if table.is_subject or not table.activity:
                continue
            since, until = table.activity
            for path in table.paths_to(own.record):
                conditions.append(Inactive(table.name, since, until, path))
            if own.record == "person":
                # Who belongs to an account in use is not inactive either.
                for path in table.paths_to("account"):
                    members = self.schema.membership.name
                    way = (Hop(path[0].column, members, account), Hop(person, own.name, own.key))
                    conditions.append(Inactive(table.name, since, until, way))
        return tuple(conditions)


def _keys(table: Table) -> tuple[str, ...]:
    """A table's own keys to its subjects."""
    return tuple(path[0].column for _kind, path in table.subjects if len(path) == 1)
