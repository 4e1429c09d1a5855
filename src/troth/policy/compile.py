"""Policy and models become a `Plan`; what the schema forbids is found here, not at erasure.

Pure: the same policy and the same models give the same plan, and nothing is read or written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from django.db import models

from troth.core.duration import Duration
from troth.policy.declare import Declaration
from troth.policy.errors import Mistake, PolicyError
from troth.policy.language import Keep
from troth.policy.parse import Policy
from troth.policy.plan import (
    ANY,
    Alone,
    Before,
    Condition,
    Empty,
    Extract,
    Filled,
    Hop,
    Inactive,
    Path,
    Plan,
    Removal,
    Step,
    Sweep,
    Unheld,
    Unrestricted,
    Untrue,
)
from troth.policy.schema import (
    Model,
    Schema,
    column_of,
    foreign_keys_of,
    key_of,
    name_of,
    table_of,
    target_of,
)
from troth.policy.vocabulary import RECORDS

Fate = Literal["erase", "depersonalise", "stay"]


def compile(policy: Policy, declared: Mapping[Model, Declaration]) -> Plan:
    """The plan of `policy` for these models.

    Raises PolicyError when a rule asks for what the schema forbids: an empty value in a column
    that must not be empty, a row that outlives what it hangs on, a clock that no column keeps.
    """
    return _Compiler(policy, Schema(declared)).plan()


class _Compiler:
    def __init__(self, policy: Policy, schema: Schema) -> None:
        self.policy = policy
        self.schema = schema
        self.mistakes: list[Mistake] = []

    def plan(self) -> Plan:
        subject_models = self.schema.subject_models
        removals = {kind: self._removal(root, "erase") for kind, root in subject_models.items()}
        for record, word in RECORDS.items():
            # Whoever asked something may want it gone, whatever rule keeps it.
            for root in self.schema.roots_of(record) if word.forms else ():
                removals[name_of(root)] = self._removal(root, "erase")
        sweeps = [self._asked(kind) for kind in self.schema.subject_models]
        for name, keep in self.policy.tables.keep.items():
            for record in keep.records or (name,):
                for root in self.schema.roots_of(record):
                    if found := self._sweep(f"keep.{name}", root, keep):
                        sweep, removal = found
                        sweeps.append(sweep)
                        removals[sweep.removal] = removal
        if self.mistakes:
            raise PolicyError(self.policy.file, self.mistakes)
        # Rows first, so that a subject's own removal finds less to do; then what people have
        # asked for, which brings their accounts along; people last, whom others leave alone.
        order = [("person", True), ("account", True), ("account", False), ("person", False)]
        place = {key: number for number, key in enumerate(order, 1)}
        sweeps.sort(key=lambda sweep: place.get((sweep.record, sweep.asked), 0))
        extracts = tuple(self._extract(m) for m, d in self.schema.personal.items() if d.subjects)
        return Plan(self.policy.digest, self.schema.subjects, removals, tuple(sweeps), extracts)

    # What the policy says

    def _extract(self, model: Model) -> Extract:
        extract = self.schema.extract(model)
        if extract.by_rule is None:
            return extract
        column, _ = extract.by_rule
        return replace(extract, by_rule=(column, self.policy.tables.told))

    def _fate(self, record: str) -> tuple[Fate, str, Keep | None]:
        """What becomes of a record when its subject goes, and by which rule."""
        kept = self.policy.tables.kept_by(record)
        for rule, keep in kept:
            if keep.basis:
                return "stay", rule, keep
        for rule, keep in kept:
            if keep.with_:
                return keep.then, rule, keep
        return "erase", kept[0][0] if kept else "", None

    def _wrong(self, rule: str, message: str) -> None:
        self.mistakes.append(Mistake(self.policy.line(rule), "cannot-run", f"{rule}: {message}"))

    # Removals

    def _removal(self, root: Model, then: str) -> Removal:
        record = self.schema.personal[root].record
        erased = then == "erase"
        rules = [
            rule for rule, keep in self.policy.tables.kept_by(record) if keep.then == then
        ] or [f"keep.{record}"]
        steps = list(self._below(root, (), record, then, erased))
        own = Step(
            record, table_of(root), key_of(root), "erase", (), rules[0], self.schema.blockers(root)
        )
        if not erased:
            columns = self._emptied(
                root, rules[0], cut=self.schema.subject_models.values(), mark=True
            )
            own = replace(own, outcome="depersonalise", columns=columns)
        return Removal(record, own.table, own.key, (*steps, self._with_files(root, own)))

    def _below(
        self, parent: Model, path: Path, root: str, then: str, parent_goes: bool
    ) -> Iterator[Step]:
        """The steps for all rows that point to `parent`, the farthest first."""
        for child, field in self.schema.pointing_to(parent):
            data = self.schema.personal[child]
            hops = (Hop(field.column, table_of(parent), field.target_field.column), *path)
            if field.name in data.mentions:
                if parent_goes:
                    yield self._unlink(child, field, hops, root)
            elif any(lookup.partition("__")[0] == field.name for lookup in data.subjects):
                yield from self._owned(child, field, hops, root, then, parent_goes)
            elif parent_goes and not self._goes_by_itself(child, root):
                self._outlives(data.record, parent)

    def _owned(
        self, child: Model, field: Any, path: Path, root: str, then: str, parent_goes: bool
    ) -> Iterator[Step]:
        data = self.schema.personal[child]
        fate, rule, keep = self._fate(data.record)
        if data.record == root:
            fate, keep = ("depersonalise" if then == "depersonalise" else "erase"), None
        elif root not in self.schema.subject_models and not parent_goes:
            return  # another record's rows stay with a row that stays
        yield from self._below(child, path, root, then, fate == "erase")
        part = child not in self.schema.roots
        if fate == "stay" and part and not parent_goes:
            return  # a part of a record that stays
        if parent_goes and fate != "erase" and not field.null:
            self._outlives(data.record, target_of(field))
        blockers = self.schema.blockers(child)
        step = Step(data.record, table_of(child), key_of(child), fate, path, rule, blockers)
        cut = [target_of(field)] if parent_goes else []
        if fate == "depersonalise":
            step = replace(step, columns=self._emptied(child, rule, cut=cut, mark=not part))
        elif fate == "stay":
            assert keep and keep.from_ and keep.for_
            columns = [(field.column, "NULL")] if parent_goes else []
            clock = column_of(child, data.clocks[keep.from_]) if keep.from_ in data.clocks else None
            if clock and child._meta.get_field(data.clocks[keep.from_]).null:
                # What has not ended ends with its subject, or its clock would never start.
                columns.append((clock, f'COALESCE("{clock}", %(at)s)'))
            step = replace(
                step, columns=tuple(columns), blockers=(ANY,), clock=clock, length=keep.for_
            )
        guards = self._of_others(child, path[-1].table, step.blockers) if field.null else ()
        yield self._with_files(child, replace(step, guards=guards if fate != "stay" else ()))
        if guards and fate != "stay":
            left = (field.column, "NULL")
            yield replace(step, outcome="stay", columns=(left,), blockers=(ANY,), files=())

    def _of_others(
        self, model: Model, subject: str, blockers: tuple[str, ...]
    ) -> tuple[Unrestricted | Unheld, ...]:
        """What must hold of a row's second subject, when the first one goes."""
        return tuple(
            guard
            for kind, path in self.schema.paths(model).items()
            if path[-1].table != subject
            for guard in (
                Unrestricted(path, self.schema.subjects[kind]),
                Unheld(path, self.schema.subjects[kind], blockers),
            )
        )

    def _goes_by_itself(self, child: Model, root: str) -> bool:
        """Whether a row that points to what goes has a way of its own to the subject."""
        record = self.schema.personal[child].record
        return root in self.schema.paths(child) and self._fate(record)[0] == "erase"

    def _outlives(self, record: str, parent: Model) -> None:
        hangs_on = self.schema.personal[parent].record
        rule = self._fate(record)[1]
        self._wrong(rule, f"{record} would outlive the {hangs_on} that it hangs on")

    def _unlink(self, child: Model, field: Any, path: Path, root: str) -> Step:
        data = self.schema.personal[child]
        rule = self._fate(data.record)[1]
        columns = [self._blank(child, name, rule) for name in data.mentions[field.name]]
        if not field.null:
            self._wrong(rule, f"{child._meta.label}.{field.name} must be able to be empty")
        return Step(
            data.record,
            table_of(child),
            key_of(child),
            "unlink",
            path,
            rule,
            (data.record,),
            ((field.column, "NULL"), *columns),
        )

    def _emptied(
        self, model: Model, rule: str, *, cut: Any, mark: bool
    ) -> tuple[tuple[str, str], ...]:
        """What depersonalising writes: every classified column, and the keys to people."""
        data = self.schema.personal[model]
        keys = {field.name for field in foreign_keys_of(model)}
        names = [n for n in (*data.classified, *data.files) if n not in keys]
        columns = [self._blank(model, name, rule) for name in dict.fromkeys(names)]
        for field in foreign_keys_of(model):
            if target_of(field) in cut or field.name in data.mentions:
                if not field.null:
                    self._wrong(rule, f"{model._meta.label}.{field.name} must be able to be empty")
                columns.append((field.column, "NULL"))
        if mark and data.depersonalised:
            columns.append((column_of(model, data.depersonalised), "%(at)s"))
        elif mark:
            self._wrong(rule, f"{data.record} has no mark of being emptied; erase it")
        return tuple(columns)

    def _blank(self, model: Model, name: str, rule: str) -> tuple[str, str]:
        field: Any = model._meta.get_field(name)
        if field.null:
            return field.column, "NULL"
        texts = (models.CharField, models.TextField, models.FileField)
        if field.unique or not isinstance(field, texts):
            message = f"{model._meta.label}.{name} cannot be empty, so its row can only be erased"
            self._wrong(rule, message)
        return field.column, "''"

    def _with_files(self, model: Model, step: Step) -> Step:
        if step.outcome in ("erase", "depersonalise"):
            return replace(
                step, files=tuple(column_of(model, f) for f in self.schema.personal[model].files)
            )
        return step

    # Sweeps

    def _sweep(self, rule: str, root: Model, keep: Keep) -> tuple[Sweep, Removal] | None:
        data = self.schema.personal[root]
        record = data.record
        if keep.with_ and not data.is_subject:
            if keep.with_ == "person" and "person" not in self.schema.paths(root):
                self._wrong(rule, f"a {record} is not a person's; keep it with the account")
            return None  # it goes in its subject's removal
        removal = self._removal(root, keep.then)
        name = name_of(root) if keep.then == "erase" else f"{name_of(root)}.depersonalise"
        guards = self._guards(root, removal.steps[-1].blockers)
        if keep.then == "depersonalise" and data.depersonalised:
            guards = (Empty(column_of(root, data.depersonalised)), *guards)
        if record == "person":
            through = self.schema.subjects[record].through
            guards = (Alone(through.table, through.own, through.other), *guards)
        if keep.with_:
            return Sweep(rule, record, name, guards), removal
        assert keep.from_ and keep.for_
        if keep.from_ == "inactivity":
            clock = self._inactivity(root, rule, keep.for_)
        elif keep.from_ in data.clocks:
            clock = (Before(column_of(root, data.clocks[keep.from_])),)
        else:
            self._wrong(rule, f"{record} keeps no moment of {keep.from_}")
            return None
        beyond = keep.basis is not None
        return Sweep(rule, record, name, (*clock, *guards), keep.for_, beyond), removal

    def _asked(self, kind: str) -> Sweep:
        """An erasure that was asked for and that a hold stopped: it goes on by itself."""
        root = self.schema.subject_models[kind]
        asked = Filled(self.schema.subjects[kind].asked)
        return Sweep("right.erase", kind, kind, (asked, *self._guards(root, ())), asked=True)

    def _guards(self, root: Model, blockers: tuple[str, ...]) -> tuple[Condition, ...]:
        """What keeps any row from being due: staff, restriction, holds.

        Holds on a subject itself are not among them: its removal leaves out what they cover.
        """
        data = self.schema.personal[root]
        guards: list[Condition] = []
        if data.spared:
            guards.append(Untrue(column_of(root, data.spared)))
        if data.is_subject:
            guards.append(Unrestricted((), self.schema.subjects[data.record]))
        for kind, path in self.schema.paths(root).items():
            guards.append(Unrestricted(path, self.schema.subjects[kind]))
            guards.append(Unheld(path, self.schema.subjects[kind], blockers))
        return tuple(guards)

    def _inactivity(self, root: Model, rule: str, length: Duration) -> tuple[Condition, ...]:
        """A subject was active when it was made, and whenever a row about it says so."""
        data = self.schema.personal[root]
        conditions: list[Condition] = [Before(column_of(root, c)) for c in data.activity or ()]
        for model, other in self.schema.personal.items():
            path = self.schema.active_path(model, data.record)
            if model is root or other.activity is None or path is None:
                continue
            columns = [column_of(model, name) for name in other.activity]
            if other.is_subject:
                conditions += [Inactive(table_of(model), column, None, path) for column in columns]
            else:
                since, until = columns[0], columns[1] if columns[1:] else None
                conditions.append(Inactive(table_of(model), since, until, path))
                self._proves(other.record, rule, length)
        return tuple(conditions)

    def _proves(self, record: str, rule: str, length: Duration) -> None:
        """What proves activity must be there for as long as activity counts."""
        for name, keep in self.policy.tables.kept_by(record):
            if keep.for_ and length.can_outlast(keep.for_):
                self._wrong(
                    name,
                    f"a {record} goes after {keep.for_}, but {rule} counts {length} from the last "
                    f"one; keep it as long, or with its account",
                )
