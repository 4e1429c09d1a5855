"""Privacy options: which of my data staff may read only with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.gates.form import Form
from troth.gates.limit_reading import limit_reading
from troth.gates.models import ReadLimit
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.policy.vocabulary import CATEGORIES
from troth.portal.access import me, personal
from troth.publishing.running import policy_on


class OptionsForm(Form):
    """A tick for each category that some role of the staff reads, and for each limited before."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Ask for a reason before they read"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, policy: Policy, limited: list[str], data: Any = None) -> None:
        super().__init__(data, initial={"categories": limited})
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (category, _label(category, readers))
            for category in CATEGORIES
            if (readers := _readers(category, policy)) or category in limited
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def options(request: HttpRequest) -> HttpResponse:
    """Show and change what staff read only with a reason."""
    now = timezone.now()
    person = me(request)
    sent = request.POST if request.method == "POST" else None
    limited = list(ReadLimit.objects.filter(person=person).values_list("category", flat=True))
    form = OptionsForm(policy_on(now), limited, sent)
    if request.method == "POST" and form.is_valid():
        limit_reading(person, form.cleaned_data["categories"], at=now)
        messages.success(request, _("Your options are noted and hold from now on."))
        return redirect("options")
    return render(request, "gates/options.html", {"form": form})


def _readers(category: str, policy: Policy) -> list[str]:
    return [role for role, reads in policy.tables.staff.roles.items() if category in reads]


def _label(category: str, readers: list[str]) -> str:
    meaning = CATEGORIES[category].meaning
    if not readers:
        return meaning[:1].upper() + meaning[1:]
    return _("%(what)s (read by: %(roles)s)") % {
        "what": meaning[:1].upper() + meaning[1:],
        "roles": join(readers),
    }
