"""Written without their templates, the widgets of a form say what Django's templates say."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from troth.portal.forms import Renderer

_TOLD = "<b>'5' & \"6\"</b>"
_CHOICES = [
    ("", gettext_lazy("Language")),
    (1234, 5678.5),
    (None, mark_safe("<b>bold</b>")),
    (_TOLD, [("a", _TOLD), ("b", "B")]),
]


class Everything(forms.Form):
    line = forms.CharField(max_length=9, widget=forms.TextInput({"autofocus": True}))
    text = forms.CharField(widget=forms.Textarea({"data-told": _TOLD, "hidden": False}))
    number = forms.DecimalField(localize=True, min_value=Decimal("-1.5"))
    day = forms.DateField()
    email = forms.EmailField()
    address = forms.URLField()
    password = forms.CharField(widget=forms.PasswordInput)
    tick = forms.BooleanField(required=False)
    unseen = forms.CharField(widget=forms.HiddenInput)
    one = forms.ChoiceField(choices=_CHOICES)
    some = forms.MultipleChoiceField(choices=_CHOICES)
    radio = forms.ChoiceField(choices=_CHOICES[:2], widget=forms.RadioSelect)
    ticks = forms.MultipleChoiceField(choices=_CHOICES[:2], widget=forms.CheckboxSelectMultiple)
    file = forms.FileField()


def said(data: Any, initial: Any, renderer: Any) -> list[str]:
    form = Everything(data, initial=initial, renderer=renderer)
    return [re.sub(r"\s*\n\s*", "\n", str(field)) for field in form]


@pytest.mark.parametrize(
    ("data", "initial"),
    [
        (None, None),
        (None, {"day": date(2026, 1, 2), "number": Decimal("1234.5"), "one": 1234, "tick": True}),
        (dict.fromkeys(Everything.base_fields, _TOLD), None),
        ({"some": ["a", "1234"], "text": "\r\na\n", "line": "\x00", "radio": "1234"}, None),
    ],
)
def test_each_is(data: Any, initial: Any) -> None:
    assert said(data, initial, Renderer()) == said(data, initial, DjangoTemplates())
