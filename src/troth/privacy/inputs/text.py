"""An input for a line of text."""

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


def one_readable_line(typed: str) -> None:
    """Refuse what no page can show: control characters, and those that reverse a text."""
    if any(unicodedata.category(sign) == "Cc" or sign in _BIDI for sign in typed):
        raise ValidationError(
            _("This holds a character that cannot be shown. Please type it once more.")
        )
