"""The form by which details are corrected, and how two who correct at once meet."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person, Preferences
from troth.core.provider import salt
from troth.gates.collect import CollectForm, asked_by, form_rule
from troth.gates.inputs import phone
from troth.gates.inputs.address import COLUMNS
from troth.policy.parse import Policy

# Fields of the vocabulary by the columns that hold them.
ACCOUNT = {
    "name": ("name",),
    "company": ("company",),
    "tax_id": ("tax_id",),
    "address": COLUMNS,
    "buyer_reference": ("buyer_reference",),
}
PERSON = {"title": ("title",), "name": ("name",), "phone": ("phone",)}
PREFERENCES = {
    "demographics": ("demographics",),
    "product_usage": ("product_usage",),
    "interest": ("interest",),
}


class CorrectionForm(CollectForm):
    """Asks for a subject's details as the policy does, and for whatever else is held of them.

    fields: ACCOUNT, PERSON or PREFERENCES. of_forms: the policy's that list them. needed: which of
    them have to be filled in whatever it says. What somebody else has changed since the page was
    opened is shown, not overwritten.
    """

    def __init__(
        self,
        policy: Policy,
        subject: Account | Person | Preferences,
        fields: Mapping[str, tuple[str, ...]],
        data: QueryDict | None = None,
        *,
        country: str = "",
        of_forms: Collection[str] = ("account",),
        needed: Collection[str] = (),
    ) -> None:
        self.stored = {c: getattr(subject, c) for columns in fields.values() for c in columns}
        listed: dict[str, bool] = {}
        for form in of_forms:
            found = form_rule(form, policy)
            listed |= asked_by(found[1]) if found else {}
        listed |= dict.fromkeys(needed, True)
        asked = {
            field: listed.get(field, False)
            for field, columns in fields.items()
            if field in listed or any(self.stored[column] for column in columns)
        }
        super().__init__(policy, asked, data, held=self.stored, country=country)
        self.fields["version"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=1000
        )
        if not self.is_bound:
            self.initial.setdefault("version", self._version())

    def clean(self) -> dict[str, Any]:
        """As any form does; then compare with what is stored now."""
        super().clean()
        if not self.errors:
            self._meet_others()
        return self.cleaned_data

    def _meet_others(self) -> None:
        """Show what somebody else has stored meanwhile in place of what this page had shown."""
        then, now = self.cleaned_data["version"].split("."), self._version().split(".")
        if len(then) != len(now):
            then = now  # the page was not of this form's making
        typed = self.details
        for (column, newer), before, after in zip(self.stored.items(), then, now, strict=True):
            if before != after and typed.get(column, newer) != newer:
                self.add_error(column, _newer(column, newer))
        if self.errors:
            raise ValidationError(
                _("Someone else has changed this in the meantime. Save again to replace it.")
            )

    def _version(self) -> str:
        """A mark of each column's value, from which the value cannot be told."""
        marks = (
            salted_hmac(salt("troth.portal.correction"), f"{column}={value}", algorithm="sha256")
            for column, value in self.stored.items()
        )
        return ".".join(mark.hexdigest()[:12] for mark in marks)

    def read(self) -> list[tuple[Any, Any]]:
        """What is held, each with its label, for who may not correct it here."""
        return [(field.label, _in_words(field)) for field in self.visible_fields()]

    def renew(self) -> None:
        """Let the form that is shown again replace what it has just shown."""
        if self.is_bound:
            self.data = dict(self.data.items()) | {"version": self._version()}


def _in_words(field: forms.BoundField) -> Any:
    choices = dict(getattr(field.field, "choices", ()))
    return choices.get(field.value(), field.value())


def _newer(column: str, value: str) -> str:
    if not value:
        return _("This is empty now.")
    return _("This is “%(value)s” now.") % {
        "value": phone.shown(value) if column == "phone" else value
    }
