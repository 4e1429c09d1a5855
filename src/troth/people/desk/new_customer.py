"""Open an account for a customer who told staff what the sign-up form would have asked."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.reason import read_on
from troth.gates.collect import OF_CUSTOMERS, CollectForm, asked_by, rule_for
from troth.messaging.language import language_of
from troth.people.take_on import take_on
from troth.people.welcome_again import welcome_again
from troth.people.welcome_link import VALID
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.portal.done import done
from troth.publishing.running import policy_on

ROLES = ("billing", "support")


class CustomerForm(CollectForm):
    """What signing up asks, told by somebody else; how it was told, and what the customer reads.

    Consents, and that the policy is accepted, are asked of the customer alone, when they come.
    """

    def __init__(self, policy: Policy, data: Any = None) -> None:
        asked = asked_by(rule_for("account", policy))
        theirs = {field: must for field, must in asked.items() if field in OF_CUSTOMERS}
        super().__init__(policy, theirs, data)
        # The form that customers fill in speaks to them, and browsers fill in who sits there.
        for column in self.columns:
            self.fields[column].widget.attrs["autocomplete"] = "off"
        if "name" in self.fields:
            self.fields["name"].label = _("Name")
        if "tax_id" in self.fields:
            self.fields["tax_id"].help_text = ""
        self.fields["email"].help_text = _("The invitation goes there.")
        self.fields["came_by"] = forms.ChoiceField(
            label=_("How did they tell us?"),
            help_text=_("The customer reads it."),
            choices=Account.CameBy.choices,
            widget=forms.RadioSelect,
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the customer"),
            choices=settings.LANGUAGES,
            initial=language_of(None, policy),
        )
        self.ask_age(
            gettext_lazy("We take nobody on as a customer before they are %(age)s years old."),
            gettext_lazy("They have said that they are %(age)s years old or older."),
        )
        if data is not None and "further" in data:
            self.fields["further"] = forms.BooleanField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*ROLES)
def new_customer(request: HttpRequest) -> HttpResponse:
    """Ask for the details; whoever is known by the address is offered a further account."""
    now = timezone.now()
    policy = policy_on(now)
    form = CustomerForm(policy, request.POST if request.method == "POST" else None)
    known = None
    if form.is_valid():
        known = Person.objects.by_email(form.cleaned_data["email"])
        try:
            if known is None or form.cleaned_data.get("further"):
                account = take_on(
                    form.details,
                    came_by=form.cleaned_data["came_by"],
                    reads=form.cleaned_data["language"],
                    owner=known,
                    at=now,
                    by=me(request),
                )
                read_on(me(request), account, at=now)
                messages.success(request, _told(known))
                return redirect("customer", "account", account.pk)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "known": known, "days": VALID.days}
    return render(request, "people/desk/new_customer.html", context)


@require_POST
@desk_page(*ROLES)
def invite_again(request: HttpRequest, number: int) -> HttpResponse:
    """Mail the invitation once more."""
    account = get_object_or_404(Account, pk=number)
    said = _("The invitation is on its way again.")
    done(request, lambda: welcome_again(account, at=timezone.now()), said)
    return redirect(reverse("customer", args=["account", number]))


def _told(known: Person | None) -> str:
    if known:
        return _("The account is open, and its owner is told by mail.")
    return _("The account is open. Its owner is invited by mail to choose a password.")
