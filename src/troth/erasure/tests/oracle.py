"""What a policy does to every row, worked out in plain Python from its rules.

It reads the rows through the ORM, the rules from the policy's tables, and of a model what its
declaration says of each column. Of the plan, its compiler and its SQL it uses nothing: one row
after the other, in words that can be held against `docs/erasure.md`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import ANY

from django.db import connection, models

from troth.accounts.models import Account, Membership, Person, Subject
from troth.erasure.models import Hold
from troth.policy.declare import PersonalData, declarations
from troth.policy.language import NOTICE, Keep
from troth.policy.parse import Policy
from troth.requests.models import RightsRequest

Model = type[models.Model]
KINDS: dict[str, Model] = {"account": Account, "person": Person}
_THEMSELVES = frozenset({*KINDS, "membership"})
ALL = "*"


@dataclass(eq=False)
class Row:
    model: Model
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[self._column(name)]

    def __setitem__(self, name: str, value: Any) -> None:
        self.values[self._column(name)] = value

    def _column(self, name: str) -> str:
        return str(self.model._meta.get_field(name).attname)  # type: ignore[union-attr]

    @property
    def data(self) -> PersonalData:
        return declared()[self.model]

    def empty(self, name: str) -> None:
        nullable = self.model._meta.get_field(name).null
        self[name] = None if nullable else ""


@dataclass
class Told:
    """The figures, as a receipt has them."""

    erased: Counter[str] = field(default_factory=Counter)
    depersonalised: Counter[str] = field(default_factory=Counter)
    unlinked: Counter[str] = field(default_factory=Counter)
    stays: dict[str, dict[str, Any]] = field(default_factory=dict)
    on_hold: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)
    left: set[tuple[Model, Any]] = field(default_factory=set)
    parted: set[int] = field(default_factory=set)  # people, from an account of somebody else's

    def stay(self, row: "Row", rule: str, until: date | None) -> None:
        """A row counts once, however many rules leave it."""
        told = self.stays.setdefault(row.data.record, {"rows": 0, "rule": rule})
        key = row.values[row.model._meta.pk.attname]
        told["rows"] += (row.model, key) not in self.left
        self.left.add((row.model, key))
        if until:
            told["until"] = max(told.get("until", ""), until.isoformat())

    @property
    def removed(self) -> int:
        return sum((self.erased + self.depersonalised + self.unlinked).values())

    def as_counts(self) -> dict[str, Any]:
        counts: dict[str, Any] = {
            "erased": dict(self.erased),
            "depersonalised": dict(self.depersonalised),
            "unlinked": dict(self.unlinked),
            "stays": self.stays,
            "left": len(self.parted),
            "on_hold": sorted(self.on_hold),
            "unnamed": sorted(self.unnamed),
        }
        return {name: found for name, found in counts.items() if found}


class World:
    """All rows, and what is done to them. `at` is the moment at which it is done."""

    def __init__(self, policy: Policy, *, at: datetime) -> None:
        self.tables = policy.tables
        self.at = at
        self.rows = read()
        self.before = {model: set(rows) for model, rows in self.rows.items()}
        self.told = Told()

    # What is asked

    def sweep(self, on: date) -> None:
        """What `keep` does on a day."""
        for name, keep in self.tables.keep.items():
            for record in keep.records or (name,):
                for model in roots(record):
                    self._by_clock(keep, model, on)
        for person in self._all(Person):
            if self._waits_no_more(person, on) and not self._spared("person", person):
                self._erase_again(person)
        for account in self._all(Account):
            if self._waits_no_more(account, on) and not self._spared("account", account):
                self._remove("account", [account.values["id"]], with_people=False)
        for kind in "account", "person":
            for _rule, keep in self.tables.kept_by(kind):
                due = [r for r in self._all(KINDS[kind]) if self._is_due(kind, r, keep, on)]
                self._remove(kind, [row.values["id"] for row in due], with_people=False)

    def refuses(self, key: int) -> bool:
        """Whether `erase` refuses: for staff, and where processing is restricted."""
        return self._spared("person", self.rows[Person][key])

    def erase(self, key: int) -> None:
        """What `erase` does with a person of this key."""
        owned = [
            m["account"]
            for m in self._all(Membership)
            if m["person"] == key and m["role"] == "owner"
        ]
        for kind, keys in (("account", owned), ("person", [key])):
            for each in keys:
                row = self.rows[KINDS[kind]][each]
                row["erasure_asked_at"] = row["erasure_asked_at"] or self.at
        for request in self._all(RightsRequest):
            if request["person"] == key and request["state"] == "open":
                done = request["right"] == "erase"
                request["state"] = "done" if done else "taken back"
                request["closed_at"] = self.at
                request["receipt"] = ANY  # the erasure's number
        self._remove("account", owned)
        self._remove("person", [key])

    def _erase_again(self, person: Row) -> None:
        """A request that waits; where nothing is left to do, nothing is written down."""
        before = {
            model: {key: dict(row.values) for key, row in rows.items()}
            for model, rows in self.rows.items()
        }
        removed = self.told.removed
        self.erase(person.values["id"])
        if self.told.removed == removed:
            self.rows = {m: {k: Row(m, v) for k, v in rows.items()} for m, rows in before.items()}

    # Who is due

    def _waits_no_more(self, subject: Row, on: date) -> bool:
        """Whether an erasure was asked for, and can be stopped no more since a day before."""
        until = subject["erasure_waits_until"]
        return bool(subject["erasure_asked_at"]) and (until is None or until.date() < on)

    def _is_due(self, kind: str, row: Row, keep: Keep, on: date) -> bool:
        if self._spared(kind, row):
            return False
        if kind == "person" and self._accounts_of(row.values["id"]):
            return False
        if keep.with_:
            left = row["left_at"] if kind == "person" else None
            return left is None or NOTICE.after(left.date()) <= on
        assert keep.from_
        if keep.from_ == "inactivity":
            return all(has_run(keep, moment, on) for moment in self._active(kind, row))
        moment = row[row.data.clocks[keep.from_]]
        return moment is not None and has_run(keep, moment, on)

    def _active(self, kind: str, row: Row) -> Iterator[datetime]:
        """The last moments at which a subject was active; with a service that goes on, for ever."""
        yield row["active_at" if kind == "account" else "last_seen_at"]
        yield from self._spans(row.values["id"])

    def _spans(self, account: int) -> Iterator[datetime]:
        for model, data in declared().items():
            if data.activity and not data.is_subject:
                for row in self._all(model):
                    if row["account"] == account:
                        yield row[data.activity[-1]] or datetime.max.replace(tzinfo=self.at.tzinfo)

    def _spared(self, kind: str, row: Row) -> bool:
        staff = kind == "person" and row["is_staff"]
        return bool(staff or self._restricted(row.values["id"]))

    # What protects whom

    def _marked(self, key: int) -> set[int]:
        """Whose restrictions and holds reach a subject: its own; an account's through its owner;
        a person's through their accounts."""
        found = {key}
        for membership in self._all(Membership):
            if membership["person"] == key:
                found.add(membership["account"])
            if membership["account"] == key and membership["role"] == "owner":
                found.add(membership["person"])
        return found

    def _restricted(self, key: int) -> bool:
        subjects = {**self.rows[Account], **self.rows[Person]}
        return any(subjects[k]["restricted_at"] for k in self._marked(key))

    def _held(self, key: int) -> set[str]:
        marked = self._marked(key)
        holds = [h for h in self._all(Hold) if h["subject"] in marked and not h["lifted_at"]]
        return {record for hold in holds for record in hold["records"]}

    def _protected(self, keys: Iterable[int], model: Model, *, goes: bool) -> bool:
        return any(
            self._restricted(key) or stopped(self._held(key), model, goes=goes) for key in keys
        )

    def _accounts_of(self, person: int) -> list[int]:
        return [m["account"] for m in self._all(Membership) if m["person"] == person]

    # A row whose own time has come

    def _by_clock(self, keep: Keep, model: Model, on: date) -> None:
        data, goes = declared()[model], keep.then == "erase"
        if keep.with_ or not keep.from_ or keep.from_ not in data.clocks:
            return
        for row in self._all(model):
            if not goes and data.depersonalised and row[data.depersonalised]:
                continue
            started = row[data.clocks[keep.from_]]
            if started is None and keep.basis and data.kept:
                started = row[data.kept[0]]
            subjects = [row[name] for name in data.subjects if row[name]]
            if started is None or not has_run(keep, started, on):
                continue
            if self._protected(subjects, model, goes=goes):
                continue
            if goes:
                self._note_activity(row)
            for each in (*self._parts(row), row):
                if goes:
                    self._delete(each)
                else:
                    self._empty(each, cut=each.data.subjects)

    def _parts(self, row: Row) -> Iterator[Row]:
        for model, data in declared().items():
            for key in keys_of_others(model):
                if data.record == row.data.record and key.remote_field.model is row.model:
                    for each in self._all(model):
                        if each[key.name] == row.values[row.model._meta.pk.attname]:
                            yield from self._parts(each)
                            yield each

    def _note_activity(self, row: Row) -> None:
        """A service that goes was activity of its account and of who belongs to it."""
        if not row.data.activity:
            return
        until = row[row.data.activity[-1]] or self.at
        account = self.rows[Account][row["account"]]
        account["active_at"] = max(account["active_at"], until)
        self._seen(account.values["id"], until)

    def _seen(self, account: int, until: datetime) -> None:
        if any(keep.from_ == "inactivity" for _, keep in self.tables.kept_by("person")):
            for membership in self._all(Membership):
                if membership["account"] == account:
                    person = self.rows[Person][membership["person"]]
                    person["last_seen_at"] = max(person["last_seen_at"], until)

    # A subject and all that is about it

    def _remove(self, kind: str, keys: Iterable[int], *, with_people: bool = True) -> None:
        keys = [k for k in keys if k in self.rows[KINDS[kind]] and not self._restricted(k)]
        members = [m for m in self._all(Membership) if kind == "account" and m["account"] in keys]
        for key, held in [(key, self._held(key)) for key in keys]:
            self._remove_one(kind, key, held)
        for membership in members:
            gone = membership["account"] not in self.rows[Account]
            if gone and membership["role"] == "trusted":
                self.rows[Person][membership["person"]]["left_at"] = self.at
                self.told.parted.add(membership["person"])
        for _, keep in self.tables.kept_by("person"):
            if with_people and members and keep.with_:
                people = sorted({m["person"] for m in members} & set(self.rows[Person]))
                alone = [self.rows[Person][person] for person in people]
                due = [row for row in alone if self._is_due("person", row, keep, self.at.date())]
                self._remove("person", [row.values["id"] for row in due])

    def _remove_one(self, kind: str, key: int, held: set[str]) -> None:
        if kind == "account" and ALL not in held:
            for model, data in declared().items():
                if data.activity and not data.is_subject:
                    for row in self._all(model):
                        if row["account"] == key:
                            self._seen(key, row[data.activity[-1]] or self.at)
        for model, data in declared().items():
            for way in data.subjects if not data.is_subject else ():
                for row in self._all(model):
                    if self._leads_to(row, way) == kind and self._at_the_end(row, way) == key:
                        self._with_subject(kind, row, way, held)
        for model, data in declared().items():
            for mention, columns in data.mentions.items():
                for row in self._all(model):
                    if kind == "person" and row[mention] == key:
                        self._unlink(row, mention, columns, held)
        own = self.rows[KINDS[kind]][key]
        if held:
            self.told.on_hold.add(kind)
        else:
            self._delete(own)

    def _leads_to(self, row: Row, way: str) -> str:
        """The kind of the subject that a row is about by one of its ways."""
        here: Any = row.model
        for name in way.split("__"):
            here = here._meta.get_field(name).remote_field.model
        if here is not Subject:
            return declared()[here].record
        return "account" if row[way] in self.rows[Account] else "person"

    def _at_the_end(self, row: Row, way: str) -> Any:
        name, _, rest = way.partition("__")
        if not rest:
            return row[name]
        target: Any = row.model._meta.get_field(name).remote_field.model  # type: ignore[union-attr]
        return self._at_the_end(self.rows[target][row[name]], rest)

    def _fate(self, record: str) -> tuple[str, str]:
        kept = self.tables.kept_by(record)
        for rule, keep in kept:
            if keep.basis:
                return "stay", rule
        for rule, keep in kept:
            if keep.with_:
                return keep.then, rule
        return "erase", kept[0][0] if kept else ""

    def _with_subject(self, kind: str, row: Row, way: str, held: set[str]) -> None:
        record = row.data.record
        fate, rule = self._fate(record)
        if record == kind:
            fate = "erase"
        if fate == "stay":
            self._stay(row, way, rule, held)
            return
        goes = fate == "erase"
        others = [row[name] for name in row.data.subjects if name != way and row[name]]
        shared = len(row.data.subjects) > 1 and row.model._meta.get_field(way).null
        if shared and self._protected(others, row.model, goes=goes):
            # It is somebody else's too, whom a hold or a restriction protects.
            if held:
                self.told.on_hold.add(record)
            else:
                row[way] = None
                self.told.stay(row, rule, None)
        elif stopped(held, row.model, goes=goes):
            self.told.on_hold.add(record)
        elif goes:
            self._delete(row)
        else:
            self._empty(row, cut=(way,))

    def _stay(self, row: Row, way: str, rule: str, held: set[str]) -> None:
        data = row.data
        if is_root(row.model):
            self.told.stay(row, rule, self._until(row))
        if held:
            return
        row[way] = None
        if is_root(row.model) and self._may_never_start(row):
            assert data.kept
            row[data.kept[0]] = row[data.kept[0]] or self.at
            row[data.kept[1]] = row[data.kept[1]] or rule

    def _clocked(self, row: Row) -> Iterator[tuple[Keep, str, bool]]:
        """The rules that end a row by itself: each with its clock's column, and whether the row
        may count from when its subject went instead."""
        for _, keep in self.tables.kept_by(row.data.record):
            if keep.from_ and (column := row.data.clocks.get(keep.from_)):
                late = row.model._meta.get_field(column).null
                yield keep, column, bool(late and keep.basis)

    def _may_never_start(self, row: Row) -> bool:
        return any(late for _, _, late in self._clocked(row))

    def _until(self, row: Row) -> date | None:
        """The last day on which a row is there, or is as it was."""
        lasts = []
        for keep, column, late in self._clocked(row):
            start = row[column]
            if start is None and late:
                start = row[(row.data.kept or ("", ""))[0]] or self.at
            if start:
                assert keep.for_
                end = keep.for_.after(start.date())
                lasts.append(end if keep.basis else end - timedelta(days=1))
        return min(lasts, default=None)

    def _unlink(self, row: Row, mention: str, columns: Iterable[str], held: set[str]) -> None:
        record = row.data.record
        if held and (ALL in held or record in held):
            self.told.on_hold.add(record)
            return
        for name in (mention, *columns):
            row.empty(name)
        self.told.unlinked[record] += 1

    # What happens to a row

    def _delete(self, row: Row) -> None:
        record = row.data.record
        self._part_from(row)
        del self.rows[row.model][row.values[row.model._meta.pk.attname]]
        self.told.erased[record] += 1
        if not self.tables.kept_by(record):
            self.told.unnamed.add(record)

    def _part_from(self, row: Row) -> None:
        """Rows of another record, with a time of their own, name no more what goes."""
        for model, data in declared().items():
            for key in foreign_keys(model):
                parts = data.record == row.data.record and model is not row.model
                other = key.remote_field.model is row.model and not parts
                if other and key.name not in (*data.mentions, *data.subjects):
                    for each in self._all(model):
                        if each[key.name] == row.values[row.model._meta.pk.attname]:
                            each.empty(key.name)

    def _empty(self, row: Row, *, cut: Iterable[str]) -> None:
        data = row.data
        for name in (*data.classified, *data.files, *cut, *data.mentions):
            row.empty(name)
        if data.depersonalised:
            row[data.depersonalised] = self.at
        self.told.depersonalised[data.record] += 1

    def _all(self, model: Model) -> list[Row]:
        rows = self.rows[model]
        return [rows[key] for key in sorted(rows)]


def differences(world: World) -> dict[tuple[str, Any], Any]:
    """The rows that were there and are not as the oracle has them: as they are, and should be.

    What is written down of a removal is not about anybody that is left.
    """
    now = read()
    found = {}
    for model, keys in world.before.items():
        for key in keys:
            are, should = now[model].get(key), world.rows[model].get(key)
            if (are and are.values) != (should and should.values):
                found[model._meta.label, key] = (_told(are, should), _told(should, are))
    return found


def _told(row: Row | None, other: Row | None) -> Any:
    """What of a row is not as in the other one."""
    if row and other:
        return {name: v for name, v in row.values.items() if other.values[name] != v}
    return row and "there"


def read() -> dict[Model, dict[Any, Row]]:
    """Every row of every table that is about somebody."""
    with connection.cursor() as cursor:
        cursor.execute(_filled())
        (filled,) = cursor.fetchall()
        return {
            model: _read(model, cursor) if some else {}
            for model, some in zip(declared(), filled, strict=True)
        }


def _read(model: Model, cursor: Any) -> dict[Any, Row]:
    statement, names = _all_of(model)
    cursor.execute(statement)
    key = names.index(model._meta.pk.attname)
    return {row[key]: Row(model, dict(zip(names, row, strict=True))) for row in cursor.fetchall()}


@cache
def _filled() -> str:
    """Which tables have rows: most have none, and one question tells of all."""
    tables = (connection.ops.quote_name(model._meta.db_table) for model in declared())
    return f"SELECT {', '.join(f'EXISTS (SELECT FROM {table})' for table in tables)}"


@cache
def _all_of(model: Model) -> tuple[str, tuple[str, ...]]:
    """The statement that reads a table, and its columns by the names of the fields."""
    names = tuple(field.attname for field in model._meta.concrete_fields)
    return str(model._base_manager.values(*names).query), names


@cache
def declared() -> dict[Model, PersonalData]:
    return {m: data for m, data in declarations().items() if isinstance(data, PersonalData)}


def foreign_keys(model: Model) -> list[Any]:
    every = model._meta.local_concrete_fields
    return [f for f in every if f.is_relation and not f.primary_key]


def keys_of_others(model: Model) -> list[Any]:
    """Those to rows of other tables: a row that names one of its own kind is no part of it."""
    return [f for f in foreign_keys(model) if f.remote_field.model is not model]


@cache
def is_root(model: Model) -> bool:
    """Whether a row stands for its record by itself, and does not belong to another."""
    data = declared()[model]
    if data.is_subject or not data.subjects:
        return data.is_subject
    targets = [declared().get(key.remote_field.model) for key in keys_of_others(model)]
    return data.record not in KINDS and not any(t and t.record == data.record for t in targets)


def roots(record: str) -> list[Model]:
    return [
        model
        for model, data in declared().items()
        if data.record == record and not data.is_subject and is_root(model)
    ]


@cache
def stoppers(model: Model) -> frozenset[str]:
    """The records whose hold keeps a row of a table from going: its own, and those of the rows
    that hang on it. Whoever is held for whatever reason stays, and who belongs to them; what those
    may do without stays by a hold on them alone."""
    data = declared()[model]
    if data.record in _THEMSELVES:
        return frozenset({ALL})
    hanging = (
        frozenset({other.record}) if key.null and other.record in _THEMSELVES else stoppers(child)
        for child, other in declared().items()
        for key in keys_of_others(child)
        if key.remote_field.model is model and key.name not in other.mentions
    )
    return frozenset({data.record}).union(*hanging)


def stopped(held: set[str], model: Model, *, goes: bool) -> bool:
    words, record = stoppers(model), declared()[model].record
    if not goes and record not in _THEMSELVES:
        words = frozenset({record})
    return bool(held) and (ALL in held or ALL in words or bool(held & words))


def has_run(keep: Keep, started: datetime, on: date) -> bool:
    """A promise to delete is kept on its day; a duty to keep lasts through it."""
    assert keep.for_
    end = keep.for_.after(started.date())
    return end < on if keep.basis else end <= on
