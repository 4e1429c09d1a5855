"""The step by which staff have the copy made that somebody asked for."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.copies.carry_out_copy import carry_out_copy
from troth.policy.rights import copy_rule, formats_of
from troth.requests.desk.answers import CarryOut


class Copy(CarryOut):
    """In which of the policy's formats the copy is made."""

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    field_order = ["format", "text"]

    def prepare(self) -> None:
        super().prepare()
        formats = formats_of(copy_rule(self.policy, self.request.rule), self.policy)
        self.choose("format", [(each, each.upper()) for each in formats])
        self.initial["format"] = formats[0]

    def take(self, *, at: datetime) -> None:
        carry_out_copy(self.request, at=at, **self.cleaned_data)
