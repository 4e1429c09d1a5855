"""The system check without which nothing starts: every column says what it holds."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error

from troth.policy.declare import PersonalData, declarations, undeclared
from troth.policy.vocabulary import RECORDS


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
            errors += _words(model._meta.label, declaration)
    return errors


def _words(label: str, declaration: PersonalData) -> list[Error]:
    record = RECORDS.get(declaration.record)
    if record is None:
        message = f"{label} declares the record {declaration.record}, which is not in vocabulary.py"
        return [Error(message, id="troth.E003")]
    return [
        Error(
            f"{label} declares the clock {clock}, which {declaration.record} has not",
            id="troth.E004",
        )
        for clock in declaration.clocks
        if clock not in record.clocks
    ]
