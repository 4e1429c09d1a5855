"""The options of a product as fields of a form, and what was chosen in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from troth.catalog.models import Option
from troth.core.number import number_in


def options_of(product: Any) -> QuerySet[Option]:
    """What is offered of a product, by its key as a form sends it."""
    return Option.objects.filter(product=number_in(str(product)), retired_at=None)


def option_fields(
    options: Iterable[Option], agreed: Mapping[str, int] | None = None
) -> dict[str, forms.Field]:
    """A field for each option of which something can be chosen; agreed: what they start with."""
    found = ((each, _field(each, _starts(each, agreed or {}))) for each in options)
    return {_name(option): field for option, field in found if field}


def chosen(options: Iterable[Option], told: Mapping[str, Any]) -> dict[int, int]:
    """How many of each choice, by its key."""
    found: dict[int, int] = {}
    for option in options:
        value = told.get(_name(option))
        if value and option.kind == Option.Kind.CHOICE:
            found[int(value)] = 1
        elif value and (first := option.choices.filter(retired_at=None).first()):
            found[first.pk] = int(value)
    return found


def _name(option: Option) -> str:
    return f"option-{option.pk}"


def _starts(option: Option, choices: Mapping[str, int]) -> int | None:
    """What a field of an option starts with: what is agreed of it now, if that is known."""
    for key in map(str, option.choices.values_list("pk", flat=True)):
        if count := choices.get(key):
            return int(key) if option.kind == Option.Kind.CHOICE else count
    return None


def _field(option: Option, starts: int | None) -> forms.Field | None:
    if option.kind == Option.Kind.CHOICE:
        offered = option.choices.filter(retired_at=None)
        found = [(each.pk, each.said.name) for each in offered]
        field = forms.ChoiceField(label=option.said.name, choices=found, initial=starts)
        return field if found else None
    if option.kind == Option.Kind.SWITCH:
        return forms.BooleanField(label=option.said.name, required=False, initial=starts)
    return forms.IntegerField(
        label=option.said.name, min_value=option.least, max_value=option.most, initial=starts
    )
