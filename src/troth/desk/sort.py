"""Say what a mail asks for: a right, something that was asked before, or nothing of the kind."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.inbox import line
from troth.desk.may import find
from troth.desk.rules import rule_choices
from troth.desk.words import RIGHTS
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.privacy.models import RightsRequest
from troth.privacy.read import read
from troth.privacy.requests.discard import discard
from troth.privacy.requests.join import join
from troth.privacy.requests.sort import sort
from troth.privacy.running import policy_on
from troth.privacy.staff import PRIVACY

DISCARD = "discard"


class SortForm(forms.Form):
    """What the mail asks for, and who asks where the mail itself does not prove it."""

    what = forms.ChoiceField(
        label=gettext_lazy("What does this mail ask for?"), widget=forms.RadioSelect
    )
    customer = forms.EmailField(
        label=gettext_lazy("Registered e-mail address of the customer"),
        help_text=gettext_lazy(
            "If you know who it is. Nothing is done for them before they have proved it."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, request: RightsRequest, policy: Policy, data: Any = None) -> None:
        known = Person.objects.filter(email=request.sender).exists()
        super().__init__(data, initial={"customer": request.sender if known else ""})
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [
            *rule_choices(policy),
            *((str(other.pk), _belongs_to(other)) for other in _others(request)),
            (DISCARD, _("No right: delete it here. The mail stays in the mailbox.")),
        ]
        if request.person:
            del self.fields["customer"]

    def clean_customer(self) -> Person | None:
        """The person with this address."""
        email = self.cleaned_data["customer"].strip().lower()
        person = Person.objects.filter(email=email).first()
        if email and person is None:
            raise ValidationError(_("No customer has this address."))
        return person


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY)
def sort_request(request: HttpRequest, number: int) -> HttpResponse:
    """Show a mail, and note what it asks for."""
    found = find(request, number)
    if found.right:
        return redirect("desk_request", found.pk)  # a second tab
    now = timezone.now()
    policy = policy_on(now.date())
    if found.person:
        reason = _("Request %(number)s") % {"number": found.pk}
        read(me(request), found.person, ("contact", "content"), at=now, reason=reason)
    form = SortForm(found, policy, request.POST if request.method == "POST" else None)
    if form.is_valid():
        what, person = form.cleaned_data["what"], form.cleaned_data.get("customer")
        try:
            if what == DISCARD:
                discard(found, at=now)
                messages.success(request, _("Deleted."))
                return redirect("desk")
            if what.isdecimal():
                other = join(found, _others(found).get(pk=what), at=now)
                return redirect("desk_request", other.pk)
            sort(found, what, at=now, person=person)
            return redirect("desk_request", found.pk)
        except TrothError as refusal:
            form.add_error("what", str(refusal))
    context = {"found": found, "form": form, "line": line(found, policy, today=now.date())}
    return render(request, "desk/sort.html", context)


def _others(request: RightsRequest) -> QuerySet[RightsRequest]:
    """The open requests that the mail may be about: those of the same person or sender."""
    if not request.sender:
        return RightsRequest.objects.none()
    same = Q(person__email=request.sender) | Q(sender=request.sender)
    open_ = RightsRequest.objects.filter(same, state=RightsRequest.State.OPEN)
    return open_.exclude(right="").order_by("pk")


def _belongs_to(request: RightsRequest) -> str:
    values = {"number": request.pk, "right": RIGHTS[request.right]}
    return _("It belongs to request %(number)s: %(right)s") % values
