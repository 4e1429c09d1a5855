"""A field for a currency."""

from typing import Any

from babel.numbers import list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from troth.gates.inputs.text import Line


def _currency(typed: str) -> None:
    """Refuse what is no currency. Raises ValidationError."""
    if typed not in list_currencies():
        raise ValidationError(_("There is no such currency. Enter one such as EUR."))


class CurrencyField(Line):
    """A currency by its code (ISO 4217)."""

    default_validators = [*Line.default_validators, _currency]

    def __init__(self, **more: Any) -> None:
        attrs = {"autocapitalize": "characters", "size": 3, "maxlength": 3}
        super().__init__(widget=forms.TextInput(attrs=attrs), **more)

    def to_python(self, value: Any) -> str:
        """In capitals."""
        return super().to_python(value).upper()
