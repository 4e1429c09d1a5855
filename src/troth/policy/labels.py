"""What tables and columns are called where people read them: as their models say.

A label reads in the reader's language once it is text. The tables and columns are those of an
export, by their names in the database.
"""

from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from troth.policy.declare import Format, PersonalData, declarations
from troth.policy.tables import held_fields, table_of

Label = str | Promise

_NUMBER = gettext_lazy("Number")  # of the key that the database makes


def called(table: str) -> str:
    """What customers call a table of theirs: `Invoices`."""
    return str(_tables()[table].called)


def staff_call(table: str) -> str:
    """What staff call a table of customers."""
    return str(_tables()[table].staff_call_it)


def label(table: str, column: str) -> str:
    """What a column is called: `Name on the invoice`."""
    return str(_columns()[table, column][0])


def choices_of(table: str, column: str) -> dict[Any, Label]:
    """What each value of a column is called, where its model lists them."""
    return _choices().get((table, column), {})


def labels_of(model: type[models.Model]) -> dict[str, Label]:
    """The labels of a model's columns."""
    table = table_of(model)
    return {column: label for (of, column), (label, _) in _columns().items() if of == table}


def format_of(table: str, column: str) -> Format | None:
    """What a column holds, where it does not read as it is stored."""
    return _columns()[table, column][1]


def label_of(field: Any, declaration: PersonalData) -> Label:
    """The label of a model's field; empty without one."""
    if field.name in declaration.labels:
        return declaration.labels[field.name]
    if isinstance(field, models.AutoField):
        return _NUMBER
    # Django makes up a name from the column's where the model gives none.
    given: Label | None = field._verbose_name
    return given if given and field.model.__module__.startswith("troth.") else ""


@cache
def _tables() -> dict[str, PersonalData]:
    return {
        table_of(model): declaration
        for model, declaration in declarations().items()
        if isinstance(declaration, PersonalData)
    }


@cache
def _columns() -> dict[tuple[str, str], tuple[Label, Format | None]]:
    return {
        (table, field.column): (label_of(field, data), data.formats.get(field.name))
        for table, data in _tables().items()
        for field in held_fields(data.model, data)
    }


@cache
def _choices() -> dict[tuple[str, str], dict[Any, Label]]:
    return {
        (table, field.column): dict(field.flatchoices)
        for table, data in _tables().items()
        for field in held_fields(data.model, data)
        if field.choices
    }
