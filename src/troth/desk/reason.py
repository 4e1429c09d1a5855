"""The reason for which staff read what is not read without one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.desk.access import desk_page, way_on
from troth.desk.ask_to_look import ask_to_look
from troth.desk.look_in_emergency import look_in_emergency
from troth.gates.form import Form
from troth.gates.inputs.text import Line
from troth.gates.models import StaffRead
from troth.gates.read import Ground, ReadRefusedError, ReasonNeededError, grounds, may_read, read
from troth.gates.read_each import read_each
from troth.messaging.language import in_language_of
from troth.policy.rights import claims_rule
from troth.policy.vocabulary import CATEGORIES
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.models import RightsRequest


class ReasonForm(Form):
    """Why somebody's data has to be seen."""

    reason = Line(
        label=gettext_lazy("Why do you need to see this?"),
        help_text=gettext_lazy(
            "The customer will read it in their activity. Name the ticket or the request, such as "
            "“ticket 4711”."
        ),
        max_length=StaffRead._meta.get_field("reason").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("On what ground?"), required=False, widget=forms.RadioSelect
    )
    field_order = ("ground", "reason")

    def __init__(self, offered: Mapping[Ground, Promise], data: Any = None) -> None:
        super().__init__(data)
        if [*offered] == [Ground.WORK]:
            del self.fields["ground"]
            return
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*offered.items()]
        field.required = Ground.WORK not in offered

    @property
    def chosen(self) -> Ground:
        """The ground; without a choice, what staff do."""
        return Ground(self.cleaned_data.get("ground", ""))


# What staff may say, in the order in which they are asked; a request speaks for itself.
_OFFERED: dict[Ground, Promise] = {
    Ground.WORK: gettext_lazy("My work for the customer"),
    Ground.CONSENT: gettext_lazy("Their consent: they are asked, and I look once they agree"),
    Ground.CLAIM: gettext_lazy("A legal claim, for which I have placed a hold"),
    Ground.EMERGENCY: gettext_lazy("An emergency: they are told by mail at once"),
}


def opened(
    request: HttpRequest, subject: Account | Person, categories: Collection[str]
) -> HttpResponseBase | None:
    """Read through the gate; the way to the page that asks for a reason, where it needs one."""
    try:
        read(me(request), subject, categories, at=timezone.now())
    except ReasonNeededError:
        kind = "account" if isinstance(subject, Account) else "person"
        query = {"of": ",".join(categories), "next": request.get_full_path()}
        return redirect(f"{reverse('say_why', args=[kind, subject.pk])}?{urlencode(query)}")
    return None


def read_for(
    staff: Person, asked: RightsRequest, categories: Collection[str], *, at: datetime
) -> None:
    """Read through the gate, for the sake of a request, about whoever asked if that is known.

    The reason is in the language of whoever asked, since they read it.
    """
    if asked.person:
        reason = _reason(asked, asked.person, at)
        read(staff, asked.person, categories, at=at, reason=reason, ground=Ground.REQUEST)


def read_for_each(
    staff: Person, asked: Iterable[RightsRequest], categories: Collection[str], *, at: datetime
) -> frozenset[int]:
    """As `read_for`, of many requests at once: the keys of those whose data is read.

    Who is restricted or has shut it is not among them. Of several requests of one person the
    first is the reason.
    """
    first: dict[int, RightsRequest] = {}
    for each in sorted(asked, key=lambda each: each.pk):
        if each.person_id:
            first.setdefault(each.person_id, each)
    people = Person.objects.only("language").in_bulk(first)
    reasons = {key: _reason(first[key], person, at) for key, person in people.items()}
    return read_each(staff, first, categories, at=at, reason=reasons, ground=Ground.REQUEST)


def _reason(asked: RightsRequest, person: Person, at: datetime) -> str:
    with in_language_of(person, at=at):
        return _("Request %(number)s") % {"number": asked.pk}


def read_on(staff: Person, account: Account, *, at: datetime) -> None:
    """Read on, by a reason that speaks for itself, in an account that staff have just opened.

    Who typed it all is not asked why they need to see it. What its owner has shut stays shut.
    """
    policy = policy_on(at)
    typed = {"identity", "contact", "company"} & may_read(staff, policy)
    if Ground.WORK not in grounds(staff, account, typed, policy):
        return
    with in_language_of(owner_of(account), at=at):
        reason = _("Opened your account")
    read(staff, account, typed, at=at, reason=reason)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def say_why(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Ask for the reason, and go on to the page that needs it."""
    subject = subject_of(kind, number)
    asked = request.GET.get("of", "").split(",")
    categories = [category for category in CATEGORIES if category in asked]
    if not categories:
        raise Http404
    now, staff = timezone.now(), me(request)
    policy = policy_on(now)
    hold = grounds(staff, subject, categories, policy) or {Ground.WORK}
    claims = claims_rule(policy)
    offered = {
        ground: words
        for ground, words in _OFFERED.items()
        if ground in hold and (claims or ground != Ground.CLAIM)
    }
    form = ReasonForm(offered, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, ground = form.cleaned_data["reason"], form.chosen
        try:
            if ground == Ground.CONSENT:
                ask_to_look(staff, subject, categories, reason=reason, at=now)
                messages.success(
                    request, _("The customer has been asked. Come back once they have agreed.")
                )
                return redirect("desk")
            if ground == Ground.EMERGENCY:
                look_in_emergency(staff, subject, categories, reason=reason, at=now)
            else:
                read(staff, subject, categories, at=now, reason=reason, ground=ground)
        except ReadRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(way_on(request, "desk"))
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "subject": subject,
        "shut": Ground.EMERGENCY in hold,
        "meanings": [CATEGORIES[category].meaning for category in categories],
    }
    return render(request, "desk/say_why.html", context)


def subject_of(kind: str, number: int) -> Account | Person:
    """The account or person of an address. Raises Http404."""
    model: Any = {"account": Account, "person": Person}.get(kind)
    found: Account | Person | None = model and model.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
