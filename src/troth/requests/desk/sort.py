"""Say what a mail asks for: a right, something that was asked before, or nothing of the kind."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.find import customer_with
from troth.desk.reason import read_for
from troth.gates.collect import form_rule
from troth.gates.inputs.email import EmailField
from troth.gates.roles import PRIVACY
from troth.policy.parse import Policy
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.desk.line import line
from troth.requests.desk.may import answers_inquiries, find, sees_mails
from troth.requests.desk.rules import rule_choices
from troth.requests.join import join
from troth.requests.models import RequestMail, RightsRequest
from troth.requests.pages.whose import WhoseForm
from troth.requests.put_aside import CHOSEN, REASONS, put_aside
from troth.requests.sort import sort
from troth.requests.words import RIGHTS

ASIDE = "aside:"


class SortForm(WhoseForm):
    """What the mail asks for about whose data, and who asks where the mail does not prove it."""

    what = forms.ChoiceField(
        label=gettext_lazy("What does this mail ask for?"), widget=forms.RadioSelect
    )
    customer = EmailField(
        label=gettext_lazy("Registered e-mail address of the customer"),
        help_text=gettext_lazy(
            "If you know who it is. Nothing is done for them before they have proved it."
        ),
        required=False,
    )

    field_order = ("what", "about", "whose", "customer")

    def __init__(self, request: RightsRequest, policy: Policy, data: Any = None) -> None:
        known = Person.objects.filter(email=request.sender, is_staff=False).exists()
        super().__init__(data, initial={"customer": request.sender if known else ""})
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [
            *rule_choices(policy),
            *((str(other.pk), _belongs_to(other)) for other in _others(request)),
            *((f"{ASIDE}{why}", _("Put aside: %(why)s") % {"why": REASONS[why]}) for why in CHOSEN),
        ]
        if request.person:
            del self.fields["customer"]
        # What is deleted, or belongs to another request, is about nobody's data.
        self.fields["about"].required = "." in self.data.get("what", "")

    def clean_customer(self) -> Person | None:
        """The customer with this address, if one was named."""
        email = self.cleaned_data["customer"]
        return customer_with(email) if email else None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY)
def sort_request(request: HttpRequest, number: int) -> HttpResponse:
    """Show a mail, and note what it asks for."""
    try:
        found = find(request, number)
    except Http404:
        if request.method == "POST":
            return _sorted_already(request)
        raise
    if found.closed_at and request.method == "POST":
        return _sorted_already(request)
    if found.right or found.closed_at:
        return redirect("desk_request", found.pk)  # a second tab
    now = timezone.now()
    policy = policy_on(now)
    read_for(me(request), found, ("contact", "content"), at=now)
    form = SortForm(found, policy, request.POST if request.method == "POST" else None)
    if form.is_valid():
        what, person = form.cleaned_data["what"], form.cleaned_data.get("customer")
        try:
            if what.startswith(ASIDE):
                put_aside(found, what.removeprefix(ASIDE), at=now)
                messages.success(request, _("Put aside. The mail stays in the mailbox."))
                return redirect("desk")
            if what.isdecimal():
                other = join(found, _others(found).get(pk=what), at=now)
                return redirect("desk_request", other.pk)
            sort(found, what, at=now, person=person, whose=form.cleaned_data["whose"])
            return redirect("desk_request", found.pk)
        except RightsRequest.DoesNotExist:
            form.add_error("what", _("That request has since been closed; choose another."))
        except TrothError as refusal:
            if not RightsRequest.objects.filter(pk=found.pk, right="", closed_at=None).exists():
                return _sorted_already(request)
            form.add_error("what", str(refusal))
    context = {
        "found": found,
        "form": form,
        "line": line(found, policy, today=day_at(now)),
        "mails": RequestMail.objects.filter(request=found),
        "sees_mails": sees_mails(me(request), policy),
        "ticket": found.person and answers_inquiries(me(request)),
        "inquiry": form_rule("inquiry", policy) and answers_inquiries(me(request)),
    }
    return render(request, "requests/desk/sort.html", context)


def _sorted_already(request: HttpRequest) -> HttpResponse:
    """What a second tab learns, and a colleague who was a moment later."""
    messages.info(request, _("This mail has already been sorted."))
    return redirect("desk")


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
