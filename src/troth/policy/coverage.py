"""The system check without which nothing starts: every column says what it holds."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error
from django.db import models

from troth.policy.declare import PersonalData, declarations, undeclared
from troth.policy.labels import label_of
from troth.policy.tables import held_fields, name_of, records_text
from troth.policy.vocabulary import CLOCKS, RECORDS_FILE


def every_column_is_declared(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[Error]:
    """Django's hook. An error for each undeclared column, unknown word and stale name."""
    errors = [
        Error(
            f"{model._meta.label}.{column} is in no declaration",
            hint="Name it in the model's `privacy`: in a category, or in `plain` when it says "
            "nothing about a person. Models of others: accounts/thirdparty.py.",
            obj=model,
            id="troth.E001",
        )
        for model, columns in undeclared()
        for column in columns
    ]
    for model, declaration in declarations().items():
        fields = {field.name for field in model._meta.local_concrete_fields}
        errors += [
            Error(f"{model._meta.label} declares {name}, which it does not have", id="troth.E002")
            for name in sorted(declaration.named - fields)
        ]
        if isinstance(declaration, PersonalData):
            errors += [*_complete(model, declaration), *_labelled(model, declaration)]
    return [*errors, *_same_names(), *_records()]


def _complete(model: type[models.Model], declaration: PersonalData) -> Iterator[Error]:
    """What a declaration lacks that would otherwise be missed in silence."""
    label = model._meta.label
    for clock, name in declaration.clocks.items():
        if clock not in CLOCKS:
            yield Error(
                f"{label} declares the clock {clock}, which is not in vocabulary.py",
                id="troth.E003",
            )
        elif _may_outlive(model, declaration, name):
            yield Error(
                f"{label}.{name} may never be set, so that a row which outlives its subject would "
                "never go",
                hint="Give the model two columns of the engine's own, and name them in `kept`.",
                obj=model,
                id="troth.E004",
            )
    followed = {*declaration.addressed, *(declaration.addresses or ())}
    for field in model._meta.local_concrete_fields:
        email = isinstance(field, models.EmailField) and not declaration.is_subject
        if email and field.name not in followed:
            yield Error(
                f"{label}.{field.name} may name somebody by an address that no erasure follows",
                hint="Name it in `addressed`, with the keys that are empty where it stands alone.",
                obj=model,
                id="troth.E009",
            )
    for lookup in declaration.subjects:
        if "__" in lookup and model.__module__.startswith("troth."):
            yield Error(
                f"{label} is about somebody by way of {lookup}",
                hint="Each row carries the key of its account, person or subject itself.",
                obj=model,
                id="troth.E005",
            )


def _labelled(model: type[models.Model], declaration: PersonalData) -> Iterator[Error]:
    """What the pages could not name of rows that customers or staff are shown."""
    ours = model.__module__.startswith("troth.") and not model._meta.auto_created
    if not ours and not declaration.subjects:
        return
    if not (declaration.called if declaration.subjects else declaration.staff_call_it):
        yield Error(
            f"{model._meta.label} does not say what it is called",
            hint='Give its declaration `called`, such as _("Invoices"); `staff_call_it`, where '
            "only staff see it.",
            obj=model,
            id="troth.E010",
        )
    fields = held_fields(model, declaration)
    for field in fields:
        secret = declaration.audience(field.name) == "nobody"
        if not secret and not label_of(field, declaration):
            yield Error(
                f"{model._meta.label}.{field.name} has no label",
                hint="Give the field a `verbose_name` in the words of the pages; one of others, a "
                "label in `labels` of its declaration.",
                obj=model,
                id="troth.E011",
            )
    stale = {*declaration.labels, *declaration.formats} - {field.name for field in fields}
    for name in sorted(stale):
        yield Error(f"{model._meta.label} declares {name}, which it does not have", id="troth.E002")


def _may_outlive(model: type[models.Model], declaration: PersonalData, name: str) -> bool:
    """Whether a row could stay for a time whose start nothing would ever set."""
    late = bool(model._meta.get_field(name).null)
    return late and not declaration.kept and not declaration.is_subject


def _same_names() -> Iterator[Error]:
    """Exports name their files by the models."""
    found: dict[str, str] = {}
    for model, declaration in declarations().items():
        if isinstance(declaration, PersonalData):
            other = found.setdefault(name_of(model), model._meta.label)
            if other != model._meta.label:
                yield Error(
                    f"{model._meta.label} and {other} would have one file in an export",
                    hint="Give one of them another name.",
                    obj=model,
                    id="troth.E006",
                )


def _records() -> Iterator[Error]:
    if RECORDS_FILE.read_text(encoding="utf-8") != records_text():
        yield Error(
            "policy/records.json is not what the models declare",
            hint="Run: troth manage records",
            id="troth.E007",
        )
