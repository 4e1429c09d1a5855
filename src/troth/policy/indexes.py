"""The system check without which nothing starts: every clock has an index."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error
from django.db import models

from troth.policy.declare import PersonalData, declarations, until_emptied


def every_clock_has_an_index(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[Error]:
    """Django's hook. An error for each clock by which a sweep would read a whole table each night.

    Of tables whose model is not ours, a migration makes the indexes, and a test asks the database.
    """
    return [
        Error(
            f"{model._meta.label}.{column} starts a clock and has no index for rows that {rule}",
            hint=f"Add to Meta.indexes: {index}, name=...)",
            obj=model,
            id="troth.E008",
        )
        for model, data in declarations().items()
        if isinstance(data, PersonalData) and "privacy" in vars(model)
        for column in _counted(data)
        for rule, index in _without_index(model, column, data.depersonalised)
    ]


def _counted(data: PersonalData) -> list[str]:
    """The columns from which a rule may count the days of a row."""
    columns = [*data.clocks.values(), *(data.kept or ())[:1]]
    if data.is_subject:
        columns += data.activity or ()
    return list(dict.fromkeys(columns))


def _without_index(
    model: type[models.Model], column: str, emptied: str | None
) -> Iterator[tuple[str, str]]:
    """The kinds of rule for which no index starts with the column, each with the index it needs.

    What has been emptied stays, so that rules which empty rows need an index of those that are
    left, and rules which erase them one of all.
    """
    indexes = model._meta.indexes
    begun = models.Q(**{f"{column}__isnull": False})
    late = model._meta.get_field(column).null
    whole = [index.condition for index in indexes if index.fields[:1] == [column]]
    if not {None, begun} & set(whole):
        only = f", condition=Q({column}__isnull=False)" if late else ""
        yield "are erased", f'Index(fields=["{column}"]{only}'
    if emptied and not any(
        index.expressions[:1] == (until_emptied(column, mark=emptied),) for index in indexes
    ):
        yield "are emptied", f'Index(until_emptied("{column}")'
