"""E-mail addresses."""

from typing import Any

from django import forms

from troth.accounts.models import Person


class EmailField(forms.EmailField):
    """An address in the spelling in which it is stored, and looked at in that: it may be longer."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=254, **more)

    def to_python(self, value: Any) -> str:
        """Capitals make no difference."""
        return Person.objects.normalize_email(super().to_python(value))
