"""Note a request that came by telephone, chat or letter, or by a mail to another address."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.day import day, day_at, start_of
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.find import find
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.email import EmailField
from troth.gates.inputs.text import Line, Paragraphs
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.ask import ask
from troth.requests.desk.may import answers
from troth.requests.desk.rules import rule_choices
from troth.requests.desk.words import CHANNELS
from troth.requests.models import RightsRequest
from troth.requests.pages.whose import WhoseForm
from troth.requests.rules import named
from troth.requests.verify import verify
from troth.requests.words import PROOFS

_NOON = timedelta(hours=12)
_WAYS = ("phone", "chat", "letter", "email")


class EntryForm(WhoseForm):
    """Who asks for what, through which channel and when, and how they proved who they are."""

    customer = Line(
        label=gettext_lazy("Who is asking?"),
        help_text=gettext_lazy(
            "The registered e-mail address, or the account number. Leave empty while you do not "
            "know who it is."
        ),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sender = Line(
        label=gettext_lazy("Where can they be reached?"),
        help_text=gettext_lazy("If they are not known here: a telephone number or an address."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rule = forms.ChoiceField(label=gettext_lazy("What do they ask for?"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=[(way, CHANNELS[way]) for way in _WAYS],
        widget=forms.RadioSelect,
    )
    came_on = forms.DateField(
        label=gettext_lazy("When did it come?"),
        help_text=gettext_lazy("The deadline counts from this day."),
        widget=DayInput(),
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("How did they prove their identity?"),
        choices=[("", gettext_lazy("not yet")), *PROOFS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    text = Paragraphs(
        label=gettext_lazy("What did they say?"),
        help_text=gettext_lazy("In their words. They will be able to read it."),
        max_length=10_000,
        required=False,
    )

    field_order = ("customer", "sender", "rule", "about", "whose")

    def __init__(self, policy: Policy, today: date, data: Any = None, *, account: str = "") -> None:
        super().__init__(data, initial={"came_on": today, "proof": "", "customer": account})
        self.today = today
        rule = self.fields["rule"]
        assert isinstance(rule, forms.ChoiceField)
        rule.choices = rule_choices(policy)

    def clean_customer(self) -> Account | Person | None:
        """The account or the person, if one was named."""
        typed = self.cleaned_data["customer"].strip()
        found = find(typed) if typed else None
        if typed and found is None:
            raise ValidationError(_("No customer has this e-mail address or account number."))
        return found

    def clean_sender(self) -> str:
        """An address in its one spelling; a telephone number as it is."""
        typed = str(self.cleaned_data["sender"])
        return EmailField().clean(typed) if "@" in typed else typed

    def clean_came_on(self) -> date:
        """A day on which something can have come."""
        came: date = self.cleaned_data["came_on"]
        if came > self.today:
            raise ValidationError(_("This day is still to come. Enter today or an earlier day."))
        if came.year < 1900:
            raise ValidationError(_("This day is too long ago. Please check the year."))
        return came


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def note_request(request: HttpRequest) -> HttpResponse:
    """Ask what came, and put it with the other requests; `?account=1207` says of whom."""
    now = timezone.now()
    policy = policy_on(now)
    data = request.POST if request.method == "POST" else None
    form = EntryForm(policy, day_at(now), data, account=request.GET.get("account", ""))
    if form.is_valid():
        try:
            noted = _note(form.cleaned_data, me(request), policy, now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _on(request, noted, policy)
    return render(request, "requests/desk/entry.html", {"form": form})


@act
def _note(chosen: dict[str, Any], staff: Person, policy: Policy, now: datetime) -> RightsRequest:
    """The request; one that was noted just so already is it."""
    came: date = chosen["came_on"]
    person, account = _people(chosen["customer"])
    right, rule = named(chosen["rule"], chosen["channel"], policy)
    request = ask(
        person,
        right,
        at=now,
        asked_at=None if came == day_at(now) else start_of(came) + _NOON,
        channel=chosen["channel"],
        text=chosen["text"],
        whose=chosen["whose"],
        account=account,
        sender=chosen["sender"],
        rule=rule,
    )
    if chosen["proof"] and not request.verified_at:
        request = verify(request, chosen["proof"], at=now, staff=staff)
    return request


def _people(found: Account | Person | None) -> tuple[Person | None, Account | None]:
    """Who asks, and for which account: of an account it is the owner."""
    if not isinstance(found, Account):
        return found, None
    owner = owner_of(found)
    if owner is None:
        raise TrothError(_("This account has no owner who could ask. Name who asks."))
    return owner, found


def _on(request: HttpRequest, noted: RightsRequest, policy: Policy) -> HttpResponse:
    """To the request, for who answers it; else to the next entry."""
    values = {"number": noted.pk, "day": day(noted.due_on) if noted.due_on else ""}
    if noted.due_on:
        said = _("Request %(number)s is noted. It is to be answered by %(day)s.") % values
    else:
        said = _("Request %(number)s is noted.") % values
    messages.success(request, said)
    if RightsRequest.objects.filter(answers(me(request), policy), pk=noted.pk).exists():
        return redirect("desk_request", noted.pk)
    return redirect("note_request")
