"""The owner's page about the staff: who has which role, and who has read the policy."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.gates.acknowledge import acknowledged_by
from troth.gates.form import Form
from troth.gates.inputs.email import EmailField
from troth.gates.roles import OWNER, PRIVACY, roles_of
from troth.people.appoint import appoint, dismiss
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.policy.staff_roles import staff_role
from troth.policy.vocabulary import CATEGORIES
from troth.portal.access import me
from troth.portal.proof import proved
from troth.publishing.running import policy_on


class RoleForm(Form):
    """A role of the policy, or one of ours."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)

    def __init__(self, policy: Policy, data: Any = None, **initial: str) -> None:
        super().__init__(data, initial=initial)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(name, _label(name, policy)) for name in roles_of(policy)]


class ColleagueForm(RoleForm):
    """Somebody new: by the address that they sign in with."""

    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "They sign in with it. New colleagues choose a password with “I forgot my password” "
            "on the sign-in page."
        ),
    )
    field_order = ("email", "role")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(OWNER)
@proved(only_posts=True)
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody on the staff; somebody is added here."""
    now = timezone.now()
    policy = policy_on(now)
    form = ColleagueForm(policy, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            appoint(form.cleaned_data["email"], form.cleaned_data["role"], at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new role has been saved."))
            return redirect("staff")
    context = {
        "people": Person.objects.filter(is_staff=True).order_by("email"),
        "acknowledged": acknowledged_by(policy, at=now),
        "form": form,
    }
    return render(request, "people/desk/staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(OWNER)
@proved()
def change_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give a member of staff another role, or take theirs away."""
    now = timezone.now()
    policy = policy_on(now)
    person = get_object_or_404(Person, pk=number, is_staff=True)
    sent = request.POST if request.method == "POST" else None
    form = RoleForm(policy, sent, role=person.staff_role)
    try:
        if sent and "dismiss" in sent:
            dismiss(person, at=now)
            messages.success(request, _("They are no longer staff. Their login stays."))
            return redirect("staff")
        if form.is_valid():
            appoint(person.email, form.cleaned_data["role"], at=now)
            messages.success(request, _("The new role has been saved."))
            return redirect("desk" if person == me(request) else "staff")
    except TrothError as refusal:
        messages.error(request, str(refusal))
        return redirect("change_role", person.pk)
    return render(request, "people/desk/role.html", {"person": person, "form": form})


def _label(role: str, policy: Policy) -> str:
    """A role with what it reads."""
    if role in policy.tables.staff.roles:
        reads = [CATEGORIES[category].word for category in policy.tables.staff.roles[role]]
        what = join(reads) if reads else _("no personal data")
        words = _("%(role)s: reads %(what)s")
    else:
        what = ""
        words = {
            OWNER: _("%(role)s: does everything, reads everything for a reason"),
            PRIVACY: _("%(role)s: answers requests, reads everything for a reason"),
        }[role]
    return words % {"role": capfirst(staff_role(role)), "what": what}
