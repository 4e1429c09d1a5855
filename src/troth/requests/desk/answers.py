"""The step that answers a request, and does first what was asked."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.gates.agree_to_share import agreements
from troth.gates.consent import of_interest
from troth.requests.answer import answer
from troth.requests.answer_by_hand import answer_by_hand
from troth.requests.carry_out import (
    carry_out_objection,
    carry_out_objection_to_use,
    carry_out_opt_out,
    carry_out_restriction,
    carry_out_withdrawal,
)
from troth.requests.desk.step import LongText, Step
from troth.requests.wording import suggested


class Answer(Step):
    """The text that answers: for what was done elsewhere, or needs no more than words."""

    title, button = _("Answer"), _("Send the answer")

    text = LongText(
        label=_("Answer"),
        help_text=_(
            "Sent by mail. A word in braces, such as {link}, is filled in when it is sent."
        ),
    )

    def prepare(self) -> None:
        self.initial["text"] = suggested("done", self.request, self.policy)

    def take(self, *, at: datetime) -> None:
        answer(self.request, self.cleaned_data["text"], at=at)


class AnswerByHand(Step):
    """What was done about the data of somebody else; nothing is carried out here."""

    title, button = _("Answer what was done"), _("Send the answer")

    done = LongText(
        label=_("What was done?"),
        help_text=_("The person who asked is told this word for word. It stays with the request."),
    )

    def take(self, *, at: datetime) -> None:
        answer_by_hand(self.request, self.cleaned_data["done"], at=at)


class CarryOut(Answer):
    """Something is done before the answer goes out."""

    title, button = _("Carry it out and answer"), _("Carry it out")


class Restrict(CarryOut):
    """Processing is restricted for the person and the accounts they own."""

    def take(self, *, at: datetime) -> None:
        carry_out_restriction(self.request, self.cleaned_data["text"], at=at)


class Object(CarryOut):
    """Every consent to marketing ends."""

    def take(self, *, at: datetime) -> None:
        carry_out_objection(self.request, self.cleaned_data["text"], at=at)


class OptOut(CarryOut):
    """Nothing of the person's is sold or shared."""

    def take(self, *, at: datetime) -> None:
        carry_out_opt_out(self.request, self.cleaned_data["text"], at=at)


class ObjectToUse(CarryOut):
    """Which purposes end for whoever asked."""

    purposes = forms.MultipleChoiceField(
        label=_("Uses that end for this person"),
        help_text=_("These rest on our interest. Where compelling grounds weigh more, refuse."),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["purposes", "text"]

    def prepare(self) -> None:
        super().prepare()
        uses = of_interest(self.policy)
        self.choose("purposes", [(name, purpose.description) for name, purpose in uses.items()])
        self.fields["purposes"].required = bool(uses)

    def take(self, *, at: datetime) -> None:
        carry_out_objection_to_use(self.request, at=at, **self.cleaned_data)


class Withdraw(CarryOut):
    """Which consents are withdrawn."""

    consents = forms.MultipleChoiceField(
        label=_("Consents to withdraw"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ["consents", "text"]

    def prepare(self) -> None:
        super().prepare()
        tables = self.policy.tables
        agreed = [
            (f"share.{name}", _("that %(name)s is told something") % {"name": rule.name})
            for name, rule in tables.share.items()
            if agreements(name, rule)
        ]
        consents = [(name, consent.wording) for name, consent in tables.consent.items()]
        self.choose("consents", [*consents, *agreed])

    def take(self, *, at: datetime) -> None:
        carry_out_withdrawal(self.request, at=at, **self.cleaned_data)
