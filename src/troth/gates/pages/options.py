"""Privacy options: which of my data is shut to staff, and to whom I trust with my accounts."""

from itertools import chain
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.scopes import CATEGORIES as OF_SCOPES
from troth.gates.form import Form
from troth.gates.limit_reading import limit_reading, may_limit
from troth.gates.models import ReadLimit
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.policy.staff_roles import staff_role
from troth.policy.vocabulary import CATEGORIES
from troth.portal.access import me, personal
from troth.publishing.running import policy_on

_TRUSTED_WITH = frozenset(chain.from_iterable(OF_SCOPES.values()))


class OptionsForm(Form):
    """A tick for each category that somebody of the staff or of one's accounts may see."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Close this to everyone but me"),
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
            if (readers := _readers(category, policy)) or category in {*limited, *_TRUSTED_WITH}
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def options(request: HttpRequest) -> HttpResponse:
    """Show and change what is shut; there where the policy has it, or something was shut before."""
    now = timezone.now()
    policy, person = policy_on(now), me(request)
    sent = request.POST if request.method == "POST" else None
    if not may_limit(person, policy):
        raise Http404
    limited = list(ReadLimit.objects.filter(person=person).values_list("category", flat=True))
    form = OptionsForm(policy, limited, sent)
    if request.method == "POST" and form.is_valid():
        limit_reading(person, form.cleaned_data["categories"], at=now)
        messages.success(request, _("Your options have been saved and apply from now on."))
        return redirect("options")
    return render(request, "gates/options.html", {"form": form})


def _readers(category: str, policy: Policy) -> list[str]:
    roles = policy.tables.staff.roles.items()
    return [staff_role(role) for role, reads in roles if category in reads]


def _label(category: str, readers: list[str]) -> str:
    meaning = CATEGORIES[category].meaning
    if not readers:
        return meaning[:1].upper() + meaning[1:]
    return _("%(what)s (read by: %(roles)s)") % {
        "what": meaning[:1].upper() + meaning[1:],
        "roles": join(readers),
    }
