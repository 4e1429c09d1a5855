"""The input for an e-mail address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from troth.core.email_address import canonical


class EmailField(forms.EmailField):
    """An e-mail address, in the spelling by which it is stored; `more` goes to the field."""

    default_validators = []

    def __init__(self, *, autocomplete: str = "off", **more: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=254, widget=widget, **more)

    def clean(self, value: Any) -> str:
        """The one spelling of what was typed."""
        typed = str(super().clean(value))
        try:
            return canonical(typed) if typed else ""
        except ValueError:
            raise ValidationError(validate_email.message, code="invalid") from None
