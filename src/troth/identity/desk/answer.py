"""The step by which staff give somebody back the access to their account."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.gates.inputs.email import EmailField
from troth.identity.recover import recover
from troth.requests.desk.answers import CarryOut


class Recover(CarryOut):
    """Where the way in leads, and what ends with the old one."""

    address = EmailField(
        label=_("E-mail address from now on"),
        help_text=_("The link for a new password goes there and nowhere else."),
        disabled=True,
    )
    second_factors = forms.BooleanField(
        label=_("Remove passkeys, code app and recovery codes"), required=False
    )
    field_order = ["address", "second_factors", "text"]

    def prepare(self) -> None:
        super().prepare()
        self.initial["address"] = self.request.sender

    def take(self, *, at: datetime) -> None:
        chosen = {**self.cleaned_data}
        del chosen["address"]  # the request's own
        recover(self.request, at=at, **chosen)
