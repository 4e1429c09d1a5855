"""Recipients: what each is told, what it has to sign before, and what of that is on record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.end_undertaking import end_undertaking
from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.form import Form
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line
from troth.gates.models import Undertaking
from troth.gates.on_record import OnRecord, on_record
from troth.gates.roles import PRIVACY
from troth.gates.undertakings import KINDS
from troth.policy.parse import Policy
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.running import policy_on


class UndertakingForm(Form):
    """A document that a recipient has signed."""

    recipient = forms.ChoiceField(label=_("Recipient"))
    kind = forms.ChoiceField(label=_("What was undertaken?"))
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput())
    purposes = forms.MultipleChoiceField(
        label=_("Purposes that the instructions name"),
        help_text=_("For instructions only."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = Line(
        label=_("Note"),
        help_text=_("Where the document lies. Name nobody here."),
        max_length=300,
        required=False,
    )

    def __init__(self, policy: Policy, data: Any = None) -> None:
        super().__init__(data)
        tables = policy.tables
        self._choose("recipient", [(name, rule.name) for name, rule in tables.share.items()])
        self._choose("kind", [*KINDS.items()])
        self._choose("purposes", [(name, p.description) for name, p in tables.purpose.items()])

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        asked = self.fields[field]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = choices


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY)
def recipients(request: HttpRequest) -> HttpResponse:
    """Each recipient with what is on record and what is missing; one more document."""
    now = timezone.now()
    policy = policy_on(now)
    form = UndertakingForm(policy, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            enter_undertaking(**form.cleaned_data, at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is on record, and noted in the journal."))
            return redirect("recipients")
    context = {"recipients": [_told(each) for each in on_record(policy, at=now)], "form": form}
    return render(request, "gates/desk/recipients.html", context)


@require_POST
@desk_page(PRIVACY)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an undertaking. The same click twice ends it once."""
    end_undertaking(number, at=timezone.now())
    messages.success(request, _("It is ended, and noted in the journal."))
    return redirect("recipients")


def _told(each: OnRecord) -> dict[str, Any]:
    return {
        "of": each,
        "receives": [CATEGORIES[category].meaning for category in each.receives],
        "needs": [KINDS[kind] for kind in each.needs],
        "missing": [*map(str, each.missing)],
        "signed": [(found, _kind(found)) for found in each.undertakings],
    }


def _kind(found: Undertaking) -> str:
    return KINDS.get(found.kind, found.kind)
