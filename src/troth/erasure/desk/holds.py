"""Holds: what must not be erased, why, who answers for it, and when it is looked at again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.models import Account, Person
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page, reads
from troth.desk.find import find
from troth.erasure.hold import hold, release, review
from troth.erasure.models import Hold
from troth.gates.form import Form
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line
from troth.gates.roles import PRIVACY
from troth.policy.parse import Policy
from troth.policy.plan import ANY
from troth.policy.rights import claims_rule
from troth.policy.vocabulary import RECORDS
from troth.portal.access import me
from troth.portal.rows import records_on_hold
from troth.publishing.running import policy_on

LISTED = 200


class ReviewForm(Form):
    """Until when a hold stays in force before it is looked at again."""

    review_on = forms.DateField(label=_("Review on"), widget=DayInput())


class HoldForm(ReviewForm):
    """On whom, on which records, why and until when."""

    subject = Line(
        label=_("Customer"),
        help_text=_("The number of an account, or the registered e-mail address of a person."),
        max_length=254,
    )
    records = forms.MultipleChoiceField(
        label=_("What must stay?"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [
            (ANY, _("everything")),
            *((word, record.meaning) for word, record in RECORDS.items()),
        ],
    )
    reason = Line(label=_("Reason"), help_text=_("For staff and auditors."), max_length=300)
    purpose = forms.ChoiceField(label=_("What is it for?"), required=False)
    field_order = ("subject", "records", "purpose", "reason", "review_on")

    def __init__(self, policy: Policy, data: Any = None, *, account: str = "") -> None:
        super().__init__(data, initial={"subject": account})
        rule = claims_rule(policy)
        if not rule:  # the policy has no data serve a claim
            del self.fields["purpose"]
            return
        asked = self.fields["purpose"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [("", _("the books, or another duty")), (rule, _("a legal claim"))]
        asked.help_text = _("For a claim, whoever places the hold may read the data it covers.")

    def clean_subject(self) -> Account | Person:
        """The account or the person."""
        found = find(self.cleaned_data["subject"])
        if found is None:
            raise ValidationError(_("No account or person has this number or address."))
        return found


@require_safe
@desk_page(PRIVACY, "billing")
@reads("content")
def holds(request: HttpRequest) -> HttpResponse:
    """The holds in force; those that are due for review come first."""
    in_force = Hold.objects.filter(lifted_at=None).order_by("review_on", "pk")
    context = {
        "holds": [(each, records_on_hold(each.records)) for each in in_force[:LISTED]],
        "today": day_at(timezone.now()),
    }
    return TemplateResponse(request, "erasure/desk/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY, "billing")
def place(request: HttpRequest) -> HttpResponse:
    """Place a hold; whoever does so answers for it. `?account=1207` says on whom."""
    staff = me(request)
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = HoldForm(policy_on(now), data, account=request.GET.get("account", ""))
    if form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        try:
            owner = (staff.name or staff.email)[: Hold._meta.get_field("owner").max_length]
            hold(at=now, owner=owner, by=staff, **chosen)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The hold is in force."))
            return redirect("holds")
    return render(request, "erasure/desk/place_hold.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY, "billing")
def review_hold(request: HttpRequest, number: int) -> HttpResponse:
    """Look at a hold in force, and leave it so until another day."""
    found = get_object_or_404(Hold.objects.select_related("subject"), pk=number, lifted_at=None)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            review(found, form.cleaned_data["review_on"], at=timezone.now())
        except TrothError as refusal:
            form.add_error("review_on", str(refusal))
        else:
            messages.success(request, _("The hold stays in force."))
            return redirect("holds")
    context = {"form": form, "hold": found, "records": records_on_hold(found.records)}
    return render(request, "erasure/desk/review_hold.html", context)


@require_POST
@desk_page(PRIVACY, "billing")
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """Lift a hold. The same click twice lifts it once."""
    found = get_object_or_404(Hold.objects.select_related("subject"), pk=number)
    if found.lifted_at is None:
        release(found, at=timezone.now())
    messages.success(request, _("The hold is lifted. What fell due in the meantime goes tonight."))
    return redirect("holds")
