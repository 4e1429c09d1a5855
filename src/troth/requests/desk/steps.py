"""The steps of a request other than answering it."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.accounts.name import name_of
from troth.desk.find import customer_with
from troth.gates.inputs.email import EmailField
from troth.gates.inputs.text import Paragraphs
from troth.requests.ask_back import ask_back
from troth.requests.assign import assign
from troth.requests.desk.may import handlers
from troth.requests.desk.step import LongText, Step
from troth.requests.desk.words import WAITING
from troth.requests.extend import extend
from troth.requests.hand_in_proof import hand_in_proof
from troth.requests.hand_over import hand_over
from troth.requests.have_confirmed import have_confirmed
from troth.requests.pages.document import DocumentField
from troth.requests.pages.whose import ANOTHERS, OWN, WhoseForm
from troth.requests.pause import PROOF, pause, resume
from troth.requests.refuse import refuse
from troth.requests.say_whose import say_whose
from troth.requests.verifiers import may_verify
from troth.requests.verify import BY_LINK, accepted, verify
from troth.requests.wording import suggested
from troth.requests.words import PROOFS

_TOLD = _("The person who asked is told this word for word.")


class Verify(Step):
    """By what the person proved to be who they say, and who that is where nobody is known."""

    title, button = _("Verify who is asking"), _("Identity verified")

    by = forms.ChoiceField(label=_("How was it proved?"), widget=forms.RadioSelect)
    email = EmailField(
        label=_("Registered e-mail address of the customer"),
        help_text=_("The request then stands in this customer’s list of requests."),
    )

    def prepare(self) -> None:
        mailed = {"registered-email"} if self.request.right in BY_LINK else set()
        taken = [
            proof
            for proof in accepted(self.right)
            if proof not in mailed and may_verify(self.staff, proof, self.right, self.policy)
        ]
        self.choose("by", [(proof, PROOFS[proof]) for proof in taken])
        if self.request.person:
            del self.fields["email"]

    def clean_email(self) -> Person:
        """The customer with this address."""
        return customer_with(self.cleaned_data["email"])

    def take(self, *, at: datetime) -> None:
        chosen = self.cleaned_data
        person = chosen.get("email")
        verify(self.request, chosen["by"], at=at, person=person, staff=self.staff)


class SayWhose(WhoseForm, Step):
    """About whose data it is."""

    title = button = _("Say whose data is meant")

    def prepare(self) -> None:
        self.initial["about"] = ANOTHERS if self.request.whose else OWN
        self.initial["whose"] = self.request.whose

    def take(self, *, at: datetime) -> None:
        say_whose(self.request, self.cleaned_data["whose"], at=at)


class ConfirmAddress(Step):
    """At which address whoever cannot get in any more is reached from now on."""

    title, button = _("Have the new address confirmed"), _("Mail the link")

    address = EmailField(
        label=_("E-mail address from now on"),
        help_text=_("We mail a link there. Once it has been opened, you can let the customer in."),
    )

    def prepare(self) -> None:
        self.initial["address"] = self.request.sender if "@" in self.request.sender else ""

    def take(self, *, at: datetime) -> None:
        have_confirmed(self.request, self.cleaned_data["address"], at=at)


class AskForProof(Step):
    """Mail whoever asks that they must prove who they are."""

    title, button = _("Ask for a proof"), _("Ask for it by mail")

    def prepare(self) -> None:
        self.mailed = suggested("proof", self.request, self.policy)

    def take(self, *, at: datetime) -> None:
        ask_back(self.request, "proof", "", at=at)


class AddProof(Step):
    """A document that came by mail, by letter or in person."""

    title, button = _("Add a copy of the ID"), _("Keep it for the decision")

    document = DocumentField(
        label=_("Copy of the ID"),
        help_text=_(
            "Kept encrypted, seen only by whoever decides, and destroyed with the decision."
        ),
    )

    def take(self, *, at: datetime) -> None:
        hand_in_proof(self.request, self.cleaned_data["document"], at=at, staff=self.staff)


class AskBack(Step):
    """A question to whoever asks."""

    title, button = _("Ask a question"), _("Send the question")

    question = Paragraphs(
        label=_("What do you need to know?"),
        help_text=_("It is mailed, and the clock stops where the policy says so."),
        max_length=3000,
    )

    def take(self, *, at: datetime) -> None:
        ask_back(self.request, "question", self.cleaned_data["question"], at=at)


class Pause(Step):
    """For what the clock stands."""

    title = button = _("Stop the clock")

    why = forms.ChoiceField(label=_("What are you waiting for?"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        given = {PROOF} if self.request.verified_at else set()
        self.choose("why", [(why, WAITING[why]) for why in self.right.stops if why not in given])

    def take(self, *, at: datetime) -> None:
        pause(self.request, self.cleaned_data["why"], at=at)


class Resume(Step):
    """Let the clock run on."""

    title = button = _("Resume the clock")

    def take(self, *, at: datetime) -> None:
        resume(self.request, at=at)


class Extend(Step):
    """Why it takes longer."""

    title, button = _("Take more time"), _("Extend and say why")

    reason = Paragraphs(
        label=_("Why does it take longer?"),
        help_text=_TOLD,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def take(self, *, at: datetime) -> None:
        extend(self.request, self.cleaned_data["reason"], at=at)


class Refuse(Step):
    """Why it is not done."""

    title, button, danger = _("Refuse"), _("Refuse and say why"), True

    reason = LongText(label=_("Why can it not be done?"), help_text=_TOLD)

    def prepare(self) -> None:
        if self.request.right == "object-to-use":
            self.fields["reason"].label = _(
                "Which compelling grounds weigh more than these reasons, or which legal claim?"
            )

    def take(self, *, at: datetime) -> None:
        refuse(self.request, self.cleaned_data["reason"], at=at)


class HandOver(Step):
    """Which reseller answers."""

    title, button = _("Hand over to the reseller"), _("Hand over and tell both")

    reseller = forms.ChoiceField(
        label=_("Reseller"),
        help_text=_("Accounts are marked as resellers’ in their record."),
    )

    def prepare(self) -> None:
        resellers = Account.objects.filter(reseller=True).order_by("company", "name", "pk")
        self.choose("reseller", [(each.pk, name_of(each)) for each in resellers])
        if not resellers:
            self.first = _("No account is marked as a reseller’s yet. Find it, and mark it there.")

    def take(self, *, at: datetime) -> None:
        reseller = Account.objects.get(pk=self.cleaned_data["reseller"])
        hand_over(self.request, reseller, at=at)


class Assign(Step):
    """Who handles it."""

    title = button = _("Assign")

    handler = forms.ChoiceField(label=_("Who handles it?"))

    def prepare(self) -> None:
        staff = handlers(self.request, self.policy)
        self.choose("handler", [(each.pk, each.name or each.email) for each in staff])
        self.initial["handler"] = self.request.handler_id

    def take(self, *, at: datetime) -> None:
        handler = Person.objects.get(pk=self.cleaned_data["handler"])
        assign(self.request, handler, at=at)
