"""Policy and models become a `Plan`; what the schema forbids is found here, not at erasure.

Pure: the same policy and the same models give the same plan, and nothing is read or written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import models

from troth.core.duration import Duration
from troth.policy.declare import Declaration, PersonalData
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
    Holds,
    Hop,
    Inactive,
    Path,
    Plan,
    Removal,
    Step,
    Subject,
    Sweep,
    Unheld,
    Unrestricted,
    Untrue,
)

Model = type[models.Model]
Fate = Literal["erase", "depersonalise", "stay"]


def compile(policy: Policy, declared: Mapping[Model, Declaration]) -> Plan:
    """The plan of `policy` for these models.

    Raises PolicyError when a rule asks for what the schema forbids: an empty value in a column
    that must not be empty, a row that outlives what it hangs on, a clock that no column keeps.
    """
    return _Compiler(policy, declared).plan()


@dataclass
class _Compiler:
    policy: Policy
    declared: Mapping[Model, Declaration]

    def __post_init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.personal = {m: d for m, d in self.declared.items() if isinstance(d, PersonalData)}
        self.subject_models = {d.record: m for m, d in self.personal.items() if d.is_subject}
        self.roots = self._roots()
        self.subjects = {kind: self._subject(kind) for kind in self.subject_models}

    def plan(self) -> Plan:
        removals = {kind: self._removal(kind, "erase") for kind in self.subject_models}
        sweeps = [self._asked(kind) for kind in self.subject_models]
        for name, keep in self.policy.tables.keep.items():
            for record in keep.records or (name,):
                if found := self._sweep(f"keep.{name}", record, keep):
                    sweep, removal = found
                    sweeps.append(sweep)
                    removals[sweep.removal] = removal
        if self.mistakes:
            raise PolicyError(self.policy.file, self.mistakes)
        # Rows first and subjects last, so that a subject's own removal finds less to do.
        sweeps.sort(key=lambda s: list(self.roots).index(s.record))
        extracts = tuple(self._extract(model) for model, d in self.personal.items() if d.subjects)
        return Plan(self.policy.digest, self.subjects, removals, tuple(sweeps), extracts)

    # What the models say

    def _roots(self) -> dict[str, Model]:
        """Each record's own model, subjects last; the record's other models are its parts."""
        roots: dict[str, Model] = {}
        for model, data in self.personal.items():
            targets = {_target(f) for f in _foreign_keys(model)}
            points_to_own_kind = any(
                d.record == data.record for t in targets if (d := self.personal.get(t))
            )
            if data.subjects and not points_to_own_kind:
                roots.setdefault(data.record, model)
        roots |= self.subject_models
        return dict(sorted(roots.items(), key=lambda item: item[0] in self.subject_models))

    def _subject(self, kind: str) -> Subject:
        model = self.subject_models[kind]
        data = self.personal[model]
        assert data.held and data.pseudonym and data.restricted and data.asked
        return Subject(
            kind=kind,
            table=_table(model),
            key=_key(model),
            pseudonym=data.pseudonym,
            restricted=data.restricted,
            asked=data.asked,
            holds=self._holds(kind),
        )

    def _holds(self, kind: str) -> Holds:
        model = self.subject_models[kind]
        field: Any = model._meta.get_field(self.personal[model].held or "")
        holds: Model = field.related_model
        through = None
        if kind == "person" and (bridge := self._bridge()):
            table, person, account = bridge
            account_column = _column(holds, "account")
            through = (table, person.column, account.column, account_column)
        return Holds(_table(holds), field.field.column, through)

    def _bridge(self) -> tuple[str, Any, Any] | None:
        """The membership: its table, its key to the person and its key to the account."""
        for model, data in self.personal.items():
            if data.record == "membership":
                return (
                    _table(model),
                    model._meta.get_field("person"),
                    model._meta.get_field("account"),
                )
        return None

    def _paths(self, model: Model) -> dict[str, Path]:
        """The ways from a row to its subjects, by the kind of subject."""
        found: dict[str, Path] = {}
        data = self.personal[model]
        if data.is_subject:
            return found
        for lookup in data.subjects:
            here, hops = model, []
            for name in lookup.split("__"):
                field: Any = here._meta.get_field(name)
                here = _target(field)
                hops.append(Hop(field.column, _table(here), field.target_field.column))
            found[self.personal[here].record] = tuple(hops)
        return found

    # What the policy says

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

    def _removal(self, record: str, then: str) -> Removal:
        root = self.roots[record]
        erased = then == "erase"
        rules = [
            rule for rule, keep in self.policy.tables.kept_by(record) if keep.then == then
        ] or [f"keep.{record}"]
        steps = list(self._below(root, (), record, then, erased))
        own = Step(record, _table(root), _key(root), "erase", (), rules[0], self._blockers(root))
        if not erased:
            columns = self._emptied(root, rules[0], cut=self.subject_models.values(), mark=True)
            own = replace(own, outcome="depersonalise", columns=columns)
        return Removal(record, own.table, own.key, (*steps, self._with_files(root, own)))

    def _below(
        self, parent: Model, path: Path, root: str, then: str, parent_goes: bool
    ) -> Iterator[Step]:
        """The steps for all rows that point to `parent`, the farthest first."""
        for child, field in self._pointing_to(parent):
            data = self.personal[child]
            hops = (Hop(field.column, _table(parent), field.target_field.column), *path)
            if field.name in data.mentions:
                if parent_goes:
                    yield self._unlink(child, field, hops, root)
            elif any(lookup.partition("__")[0] == field.name for lookup in data.subjects):
                yield from self._owned(child, field, hops, root, then, parent_goes)
            elif parent_goes:
                self._wrong(
                    self._fate(data.record)[1],
                    f"{child._meta.label}.{field.name} points to what is erased, "
                    "and its declaration says neither subject nor mention",
                )

    def _owned(
        self, child: Model, field: Any, path: Path, root: str, then: str, parent_goes: bool
    ) -> Iterator[Step]:
        data = self.personal[child]
        fate, rule, keep = self._fate(data.record)
        if data.record == root:
            fate, keep = ("depersonalise" if then == "depersonalise" else "erase"), None
        elif root not in self.subject_models and not parent_goes:
            return  # another record's rows stay with a row that stays
        yield from self._below(child, path, root, then, fate == "erase")
        part = self.roots.get(data.record) is not child
        if fate == "stay" and part and not parent_goes:
            return  # a part of a record that stays
        if parent_goes and fate != "erase" and not field.null:
            parent = self.personal[_target(field)].record
            self._wrong(rule, f"{data.record} would outlive the {parent} that it hangs on")
        blockers = self._blockers(child)
        step = Step(data.record, _table(child), _key(child), fate, path, rule, blockers)
        cut = [_target(field)] if parent_goes else []
        if fate == "depersonalise":
            step = replace(step, columns=self._emptied(child, rule, cut=cut, mark=not part))
        elif fate == "stay":
            assert keep and keep.from_ and keep.for_
            dangling = ((field.column, "NULL"),) if parent_goes else ()
            clock = _column(child, data.clocks[keep.from_]) if keep.from_ in data.clocks else None
            step = replace(step, columns=dangling, blockers=(ANY,), clock=clock, length=keep.for_)
        yield self._with_files(child, step)

    def _unlink(self, child: Model, field: Any, path: Path, root: str) -> Step:
        data = self.personal[child]
        rule = self._fate(data.record)[1]
        columns = [self._blank(child, name, rule) for name in data.mentions[field.name]]
        if not field.null:
            self._wrong(rule, f"{child._meta.label}.{field.name} must be able to be empty")
        return Step(
            data.record,
            _table(child),
            _key(child),
            "unlink",
            path,
            rule,
            (data.record,),
            ((field.column, "NULL"), *columns),
        )

    def _blockers(self, model: Model) -> tuple[str, ...]:
        """The records whose hold keeps a row of this model.

        Its own, and those that are traced to their subject through it. While a subject is held
        for whatever reason, it stays itself, and who belongs to it.
        """
        record = self.personal[model].record
        if record in (*self.subject_models, "membership"):
            return (ANY,)
        through = {
            data.record
            for other, data in self.personal.items()
            for path in self._paths(other).values()
            if any(hop.table == _table(model) for hop in path)
        }
        return tuple(sorted({record} | through))

    def _emptied(
        self, model: Model, rule: str, *, cut: Any, mark: bool
    ) -> tuple[tuple[str, str], ...]:
        """What depersonalising writes: every classified column, and the keys to people."""
        data = self.personal[model]
        names = [n for n in (*data.classified, *data.files) if n not in _keys_of(model)]
        columns = [self._blank(model, name, rule) for name in dict.fromkeys(names)]
        for field in _foreign_keys(model):
            if _target(field) in cut or field.name in data.mentions:
                if not field.null:
                    self._wrong(rule, f"{model._meta.label}.{field.name} must be able to be empty")
                columns.append((field.column, "NULL"))
        if mark and data.depersonalised:
            columns.append((_column(model, data.depersonalised), "%(at)s"))
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
            return replace(step, files=tuple(_column(model, f) for f in self.personal[model].files))
        return step

    def _pointing_to(self, parent: Model) -> Iterator[tuple[Model, Any]]:
        for child in self.personal:
            for field in _foreign_keys(child):
                if _target(field) is parent:
                    yield child, field

    # Exports

    def _extract(self, model: Model) -> Extract:
        data = self.personal[model]
        classified = data.classified
        columns = tuple(
            (str(field.column), classified.get(field.name, "plain"))
            for field in model._meta.concrete_fields
            if classified.get(field.name) != "credential" and field.name != data.pseudonym
        )
        own: dict[str, Path] = {data.record: ()} if data.is_subject else self._paths(model)
        return Extract(
            name=_snake(model.__name__),
            record=data.record,
            table=_table(model),
            key=_key(model),
            columns=columns,
            paths=tuple(own.items()),
            files=tuple(_column(model, name) for name in data.files),
        )

    # Sweeps

    def _sweep(self, rule: str, record: str, keep: Keep) -> tuple[Sweep, Removal] | None:
        root = self.roots.get(record)
        if root is None:
            return None  # a word of the language whose room is not installed
        data = self.personal[root]
        if keep.with_ and not data.is_subject:
            return None  # it goes in its subject's removal
        removal = self._removal(record, keep.then)
        name = record if keep.then == "erase" else f"{record}.depersonalise"
        guards = self._guards(root, removal.steps[-1].blockers)
        if keep.with_:
            bridge = self._bridge()
            assert bridge is not None
            alone = Alone(bridge[0], bridge[1].column, bridge[2].column)
            return Sweep(rule, record, name, (alone, *guards)), removal
        assert keep.from_ and keep.for_
        if keep.from_ == "inactivity":
            clock = self._inactivity(root, rule, keep.for_)
        elif keep.from_ in data.clocks:
            clock = (Before(_column(root, data.clocks[keep.from_])),)
        else:
            self._wrong(rule, f"{record} keeps no moment of {keep.from_}")
            return None
        beyond = keep.basis is not None
        return Sweep(rule, record, name, (*clock, *guards), keep.for_, beyond), removal

    def _asked(self, kind: str) -> Sweep:
        """An erasure that was asked for and that a hold stopped: it goes on by itself."""
        root = self.subject_models[kind]
        asked = Filled(self.subjects[kind].asked)
        return Sweep("right.erase", kind, kind, (asked, *self._guards(root, ())))

    def _guards(self, root: Model, blockers: tuple[str, ...]) -> tuple[Condition, ...]:
        """What keeps any row from being due: staff, restriction, holds, being done already.

        Holds on a subject itself are not among them: its removal leaves out what they cover.
        """
        data = self.personal[root]
        guards: list[Condition] = []
        if data.spared:
            guards.append(Untrue(_column(root, data.spared)))
        if data.depersonalised:
            guards.append(Empty(_column(root, data.depersonalised)))
        if data.is_subject:
            guards.append(Empty(self.subjects[data.record].restricted))
        for kind, path in self._paths(root).items():
            guards.append(Unrestricted(path, self.subjects[kind].restricted))
            guards.append(Unheld(path, self.subjects[kind].holds, blockers))
        return tuple(guards)

    def _inactivity(self, root: Model, rule: str, length: Duration) -> tuple[Condition, ...]:
        """A subject was active when it was made, and whenever a row about it says so."""
        data = self.personal[root]
        conditions: list[Condition] = [Before(_column(root, c)) for c in data.activity or ()]
        for model, other in self.personal.items():
            path = self._active_path(model, data.record)
            if model is root or other.activity is None or path is None:
                continue
            columns = [_column(model, name) for name in other.activity]
            if other.is_subject:
                conditions += [Inactive(_table(model), column, None, path) for column in columns]
            else:
                since, until = columns[0], columns[1] if columns[1:] else None
                conditions.append(Inactive(_table(model), since, until, path))
                self._outlives(other.record, rule, length)
        return tuple(conditions)

    def _outlives(self, record: str, rule: str, length: Duration) -> None:
        """What proves activity must be there for as long as activity counts."""
        for name, keep in self.policy.tables.kept_by(record):
            if keep.for_ and length.can_outlast(keep.for_):
                self._wrong(
                    name,
                    f"a {record} goes after {keep.for_}, but {rule} counts {length} from the last "
                    f"one; keep it as long, or with its account",
                )

    def _active_path(self, model: Model, kind: str) -> Path | None:
        """From a sign of activity to the subject, over the membership where need be."""
        paths = self._paths(model)
        if kind in paths:
            return paths[kind]
        bridge = self._bridge()
        if bridge is None:
            return None
        table, person, account = bridge
        one, other = (person, account) if kind == "account" else (account, person)
        target = other.target_field
        last_hop = Hop(other.column, target.model._meta.db_table, target.column)
        if self.personal[model].record == one.name and self.personal[model].is_subject:
            return (Hop(_key(model), table, one.column), last_hop)
        if one.name not in paths:
            return None
        *hops, last = paths[one.name]
        return (*hops, Hop(last.column, table, one.column), last_hop)


def _foreign_keys(model: Model) -> list[Any]:
    return [f for f in model._meta.concrete_fields if f.is_relation and f.many_to_one]


def _keys_of(model: Model) -> set[str]:
    return {f.name for f in _foreign_keys(model)}


def _target(field: Any) -> Model:
    model: Model = field.remote_field.model
    return model


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _table(model: Model) -> str:
    return model._meta.db_table


def _key(model: Model) -> str:
    return str(model._meta.pk.column)


def _column(model: Model, name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]
