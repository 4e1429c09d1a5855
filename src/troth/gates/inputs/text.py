"""Inputs for a line of text, and for many."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# They turn around the text that follows them, so that a name could pass for another (TR 36).
_BIDI = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def text(label: Any, autocomplete: str, length: int, **more: Any) -> forms.CharField:
    """A line of at most `length` characters in any script; `more` goes to the field."""
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, "type": more.pop("type", "text")})
    return forms.CharField(
        label=label, max_length=length, widget=widget, validators=[one_readable_line], **more
    )


class Paragraphs(forms.CharField):
    """A text of many lines, whose ends are as the database's own."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> str:
        """Browsers send two characters for the end of a line."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def paragraphs(label: Any, length: int, **more: Any) -> Paragraphs:
    """A text of at most `length` characters and any number of lines; `more` goes to the field."""
    return Paragraphs(label=label, max_length=length, validators=[readable_lines], **more)


def readable_lines(typed: str) -> None:
    """Refuse in a text of many lines what `one_readable_line` refuses in one; tabs may stay."""
    for line in re.split(r"[\n\t]", typed):
        one_readable_line(line)


def one_readable_line(typed: str) -> None:
    """Refuse what no page can show: control characters, and those that reverse a text."""
    if any(unicodedata.category(sign) == "Cc" or sign in _BIDI for sign in typed):
        raise ValidationError(
            _("This holds a character that cannot be shown. Please type it once more.")
        )
