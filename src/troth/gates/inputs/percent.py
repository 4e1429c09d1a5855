"""An input for a percentage, as people type it."""

from typing import Any

from babel.numbers import NumberFormatError
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from troth.core.percent import DIGITS, WHOLE
from troth.gates.inputs.amount import decimal_of, typed_decimal
from troth.gates.inputs.text import Line


class Percent(Line):
    """From 0 to 100, with four digits behind the point at most; see `core/percent.py`."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=40, widget=widget, **more)

    def clean(self, value: Any) -> Any:
        """None where nothing was typed."""
        if not (typed := super().clean(value)):
            return None
        try:
            found = decimal_of(typed).scaleb(DIGITS)
        except (NumberFormatError, ValueError):
            found = None
        if found is None or found > WHOLE or found != found.to_integral_value():
            raise ValidationError(
                _("Enter a percentage from 0 to 100, such as %(example)s.")
                % {"example": typed_percent(12_5000)}
            )
        return int(found)


def typed_percent(rate: int) -> str:
    """A percentage as `Percent` takes it."""
    return typed_decimal(rate, DIGITS, needed=0)
