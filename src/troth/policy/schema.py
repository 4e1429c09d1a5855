"""What the models say, as the compiler asks for it: records, subjects, and the ways between.

Knows nothing of any policy. Everything here is read from Django's models and their declarations.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models

from troth.policy.declare import Declaration, PersonalData
from troth.policy.plan import ANY, Extract, Hop, Path, Subject, Through

Model = type[models.Model]


class Schema:
    """The declared models.

    personal: each model that holds personal data, with its declaration. roots: the models that
    stand for a record by themselves, subjects last; the others of a record are parts of its
    rows. subjects: the kinds of subject.
    """

    def __init__(self, declared: Mapping[Model, Declaration]) -> None:
        self.personal = {m: d for m, d in declared.items() if isinstance(d, PersonalData)}
        self.subject_models = {d.record: m for m, d in self.personal.items() if d.is_subject}
        self.membership = next(m for m, d in self.personal.items() if d.owner)
        self.roots = self._roots()
        self.subjects = {kind: self._subject(kind) for kind in self.subject_models}

    def _roots(self) -> list[Model]:
        roots = [
            model
            for model, data in self.personal.items()
            if data.subjects and not self._is_part(model, data.record)
        ]
        return sorted(roots, key=lambda model: self.personal[model].is_subject)

    def _is_part(self, model: Model, record: str) -> bool:
        """Whether a row belongs to a row of the same record."""
        targets = [self.personal.get(target_of(field)) for field in foreign_keys_of(model)]
        return any(target.record == record for target in targets if target)

    def roots_of(self, record: str) -> list[Model]:
        """The models that stand for a record: none while its room is not installed."""
        return [model for model in self.roots if self.personal[model].record == record]

    def _subject(self, kind: str) -> Subject:
        model = self.subject_models[kind]
        data = self.personal[model]
        assert data.held and data.pseudonym and data.restricted and data.asked
        held: Any = model._meta.get_field(data.held)
        return Subject(
            kind=kind,
            table=table_of(model),
            key=key_of(model),
            pseudonym=data.pseudonym,
            restricted=data.restricted,
            asked=data.asked,
            holds=table_of(held.related_model),
            in_holds=held.field.column,
            through=self._through(kind, held.related_model),
        )

    def _through(self, kind: str, holds: Model) -> Through:
        other = self._other(kind)
        other_model = self.subject_models[other]
        membership = self.membership
        owner = self.personal[membership].owner
        return Through(
            table=table_of(membership),
            own=column_of(membership, kind),
            other=column_of(membership, other),
            other_table=table_of(other_model),
            other_key=key_of(other_model),
            other_restricted=self.personal[other_model].restricted or "",
            other_in_holds=column_of(holds, other),
            owner=owner if kind == "account" else None,
        )

    def paths(self, model: Model) -> dict[str, Path]:
        """The ways from a row to its subjects, by the kind of subject."""
        found: dict[str, Path] = {}
        data = self.personal[model]
        if data.is_subject:
            return found
        for lookup in data.subjects:
            here, hops = model, []
            for name in lookup.split("__"):
                field: Any = here._meta.get_field(name)
                here = target_of(field)
                hops.append(Hop(field.column, table_of(here), field.target_field.column))
            found[self.personal[here].record] = tuple(hops)
        return found

    def blockers(self, model: Model) -> tuple[str, ...]:
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
            for path in self.paths(other).values()
            if any(hop.table == table_of(model) for hop in path)
        }
        return tuple(sorted({record} | through))

    def pointing_to(self, parent: Model) -> Iterator[tuple[Model, Any]]:
        for child in self.personal:
            for field in foreign_keys_of(child):
                if target_of(field) is parent:
                    yield child, field

    def extract(self, model: Model) -> Extract:
        data = self.personal[model]
        classified = data.classified
        secrets = [name for name in classified if classified[name] == "credential"]
        columns = tuple(
            (str(field.column), classified.get(field.name, "plain"))
            for field in model._meta.concrete_fields
            if classified.get(field.name) != "credential" and field.name != data.pseudonym
        )
        own: dict[str, Path] = {data.record: ()} if data.is_subject else self.paths(model)
        return Extract(
            name=name_of(model),
            record=data.record,
            table=table_of(model),
            key=key_of(model),
            columns=columns,
            paths=tuple(own.items()),
            files=tuple(column_of(model, name) for name in data.files if name not in secrets),
            sealed=column_of(model, data.sealed) if data.sealed else None,
            by_rule=(column_of(model, data.by_rule), ()) if data.by_rule else None,
            secrets=tuple(column_of(model, name) for name in secrets),
            clocks=tuple((clock, column_of(model, name)) for clock, name in data.clocks.items()),
        )

    def active_path(self, model: Model, kind: str) -> Path | None:
        """From a sign of activity to the subject, over the membership where need be."""
        paths = self.paths(model)
        if kind in paths:
            return paths[kind]
        subject = self.subjects[kind]
        through = subject.through
        last_hop = Hop(through.own, subject.table, subject.key)
        if model is self.subject_models[self._other(kind)]:
            return (Hop(key_of(model), through.table, through.other), last_hop)
        if self._other(kind) not in paths:
            return None
        *hops, last = paths[self._other(kind)]
        return (*hops, Hop(last.column, through.table, through.other), last_hop)

    def _other(self, kind: str) -> str:
        return next(k for k in self.subject_models if k != kind)


def foreign_keys_of(model: Model) -> list[Any]:
    return [f for f in model._meta.concrete_fields if f.is_relation and f.many_to_one]


def target_of(field: Any) -> Model:
    model: Model = field.remote_field.model
    return model


def name_of(model: Model) -> str:
    """A model's name in plans and exports, such as `ticket_message`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()


def quoted(name: str) -> str:
    """The name of a table or column as it stands in SQL."""
    assert '"' not in name
    return f'"{name}"'


def table_of(model: Model) -> str:
    return model._meta.db_table


def key_of(model: Model) -> str:
    return str(model._meta.pk.column)


def column_of(model: Model, name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]
