"""Inputs for a line of text, and for many."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from troth.core.text import hides, is_turned, trimmed

_UNREADABLE = _("This contains a character that cannot be displayed. Please type it again.")


def one_readable_line(typed: str) -> None:
    """Refuse what nobody sees, and what no page can show. Raises ValidationError."""
    if hides(typed):
        raise ValidationError(_UNREADABLE)


def readable_lines(typed: str) -> None:
    """Refuse what no page can show. Raises ValidationError."""
    if is_turned(typed):
        raise ValidationError(_UNREADABLE)


class Line(forms.CharField):
    """A line in any script."""

    default_validators = [one_readable_line]

    def to_python(self, value: Any) -> str:
        """Composed characters, and nothing unseen at the ends."""
        return trimmed(str(super().to_python(value)))


class Slug(Line, forms.SlugField):
    """A name in an address, of letters, digits, dashes and underscores."""

    default_validators = [*Line.default_validators, validate_slug]


class Paragraphs(forms.CharField):
    """A text of many lines, whose ends are as the database's own."""

    widget = forms.Textarea(attrs={"rows": 6})
    default_validators = [readable_lines]

    def to_python(self, value: Any) -> str:
        """Browsers send two characters for the end of a line."""
        return trimmed(str(super().to_python(value)).replace("\r\n", "\n"))


def text(label: Any, autocomplete: str, length: int, **more: Any) -> Line:
    """A line of at most `length` characters; `more` goes to the field."""
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, "type": more.pop("type", "text")})
    return Line(label=label, max_length=length, widget=widget, **more)
