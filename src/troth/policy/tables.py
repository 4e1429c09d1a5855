"""The models and their declarations as the compiler asks for them: see `schema.py`."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models.expressions import Expression
from django.db.models.lookups import Lookup

from troth.policy.declare import Declaration, PersonalData, Subjects, declarations, records
from troth.policy.plan import Hop, Path
from troth.policy.schema import ANYBODY, Behind, Check, Column, Reference, Schema, Table
from troth.policy.vocabulary import CLOCKS

Model = type[models.Model]

_TEXTS = (models.CharField, models.TextField, models.FileField)


def schema(declared: Mapping[Model, Declaration] | None = None) -> Schema:
    """The declared models, or those of `declared`, as plain data."""
    found = declarations() if declared is None else declared
    tables = [_table(m, data, found) for m, data in found.items() if isinstance(data, PersonalData)]
    return Schema(tables, next(_behind(m, d) for m, d in found.items() if isinstance(d, Subjects)))


def table_of(model: Model) -> str:
    return model._meta.db_table


def key_of(model: Model) -> str:
    return str(model._meta.pk.column)


def column_of(model: Model, name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def foreign_keys_of(model: Model) -> list[Any]:
    """A model's foreign keys, but for the one by which a subject's row hangs on its parent."""
    fields = model._meta.local_concrete_fields
    return [f for f in fields if f.is_relation and (f.many_to_one or f.one_to_one) and not _up(f)]


def target_of(field: Any) -> Model:
    model: Model = field.remote_field.model
    return model


def name_of(model: Model) -> str:
    """A model's name in exports, such as `ticket_message`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()


def _up(field: Any) -> bool:
    return bool(field.remote_field and field.remote_field.parent_link)


def _table(model: Model, data: PersonalData, declared: Mapping[Model, Declaration]) -> Table:
    def columns(names: Any) -> tuple[str, ...]:
        return tuple(column_of(model, name) for name in names)

    def column(name: str | None) -> str | None:
        return column_of(model, name) if name else None

    parents = [m for m in model._meta.get_parent_list() if isinstance(declared.get(m), Subjects)]
    return Table(
        name=table_of(model),
        key=key_of(model),
        model=model._meta.label,
        file=name_of(model),
        record=data.record,
        is_subject=data.is_subject,
        parent=table_of(parents[0]) if parents else "",
        subjects=() if data.is_subject else tuple(_ways(model, data, declared)),
        columns=tuple(_column(field, data) for field in held_fields(model, data)),
        references=tuple(
            Reference(f.column, table_of(target_of(f)), f.target_field.column, f.null)
            for f in foreign_keys_of(model)
        ),
        mentions=tuple((column_of(model, f), columns(names)) for f, names in data.mentions.items()),
        clocks=tuple(
            (clock, column_of(model, name), bool(model._meta.get_field(name).null))
            for clock, name in data.clocks.items()
        ),
        kept=(column_of(model, data.kept[0]), column_of(model, data.kept[1]))
        if data.kept
        else None,
        activity=columns(data.activity or ()),
        files=columns(data.files),
        sealed=column(data.sealed),
        by_rule=column(data.by_rule),
        depersonalised=column(data.depersonalised),
        spared=column(data.spared),
        left=column(data.left),
        owner=(column_of(model, data.owner[0]), str(data.owner[1])) if data.owner else None,
        addressed=tuple(
            (column_of(model, name), columns(keys)) for name, keys in data.addressed.items()
        ),
        addresses=(column_of(model, data.addresses[0]), column_of(model, data.addresses[1]))
        if data.addresses
        else None,
        checks=tuple(
            (constraint.name, _check(constraint.condition, model))
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        ),
    )


def _behind(model: Model, data: Subjects) -> Behind:
    return Behind(
        table_of(model), key_of(model), data.pseudonym, data.restricted, data.asked, data.waits
    )


def _ways(
    model: Model, data: PersonalData, declared: Mapping[Model, Declaration]
) -> list[tuple[str, Path]]:
    """For each kind of subject the way from a row to whom it is about."""
    found = []
    for lookup in data.subjects:
        here, hops = model, []
        for name in lookup.split("__"):
            field: Any = here._meta.get_field(name)
            here = target_of(field)
            hops.append(Hop(field.column, table_of(here), field.target_field.column))
        leads_to = declared[here]
        kind = leads_to.record if isinstance(leads_to, PersonalData) else ANYBODY
        found.append((kind, tuple(hops)))
    return found


def held_fields(model: Model, data: PersonalData) -> list[Any]:
    """The fields that say something, and not only what the engine needs."""
    parents: Any = model._meta.get_parent_list()
    behind = {
        name for parent in parents for name in (parent.privacy.pseudonym, parent.privacy.kind, "id")
    }
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in (data.kept or ())
        and not (field.model is not model and field.name in behind)
    ]


def _column(field: Any, data: PersonalData) -> Column:
    blank: str | None = None
    if field.null:
        blank = "NULL"
    elif isinstance(field, _TEXTS) and not field.unique:
        blank = "''"
    category = data.classified.get(field.name, "plain")
    return Column(str(field.column), category, data.audience(field.name), blank)


def _check(condition: Any, model: Model) -> Check:
    """A constraint's condition as a tree; what is no plain comparison is a leaf of its own."""
    if isinstance(condition, models.Q):
        parts = tuple(_check(child, model) for child in condition.children)
        return Check(condition.connector, parts, condition.negated)
    if isinstance(condition, tuple):
        path, value = condition
        name, _, lookup = path.partition("__")
        plain = not isinstance(value, (models.F, Expression, Lookup))
        if plain and lookup in ("", "exact", "isnull"):
            return Check(leaf=(column_of(model, name), lookup or "exact", value))
    return Check()


def records_text() -> str:
    """Every declared record as `records.json` holds it."""
    known = schema()
    found = {}
    for name, record in records().items():
        clocks = [
            clock for t in known.tables.values() if t.record == name for clock, *_ in t.clocks
        ]
        if any(t.record == name and t.is_subject for t in known.tables.values()):
            clocks.insert(0, "inactivity")
        found[name] = {
            "word": record.word,
            "meaning": record.meaning,
            "clocks": [clock for clock in CLOCKS if clock in clocks],
            "keep": record.keep,
            "forms": list(record.forms),
        }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
