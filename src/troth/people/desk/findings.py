"""What staff find about a customer where anybody can read it: noted with its source and day."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Finding, Person
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.desk.access import desk_page
from troth.desk.reason import opened
from troth.gates.collect import CollectForm, asked_by, found_rule
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line
from troth.gates.read import may_read
from troth.people.note_finding import note_finding, remove_finding
from troth.policy.parse import Policy
from troth.policy.tables import table_of
from troth.policy.vocabulary import CATEGORIES, FIELDS
from troth.portal.access import me
from troth.portal.rows import shown
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk


class FindingForm(CollectForm):
    """The details that the policy takes from open sources, with where and when they were found."""

    def __init__(
        self, policy: Policy, asked: Mapping[str, bool], today: date, data: Any = None
    ) -> None:
        held = {"found_on": today}
        country = policy.tables.provider.country
        super().__init__(policy, asked, data, held=held, country=country)
        self.today = today
        # The form that customers fill in speaks to them, and browsers fill in who sits there.
        for column in self.columns:
            self.fields[column].widget.attrs["autocomplete"] = "off"
        if "name" in self.fields:
            self.fields["name"].label = _("Name")
        if "email" in self.fields:
            self.fields["email"].help_text = ""
        self.fields["source"] = Line(
            label=gettext_lazy("Where did you find it?"),
            help_text=gettext_lazy(
                "The address of the page, or the name of the register. The customer reads it."
            ),
            max_length=300,
        )
        self.fields["found_on"] = forms.DateField(
            label=gettext_lazy("When did you find it?"),
            widget=DayInput(),
        )

    def clean_found_on(self) -> date:
        """A day on which somebody can have found it."""
        found: date = self.cleaned_data["found_on"]
        if found > self.today:
            raise ValidationError(_("This day is still to come. Enter today or an earlier day."))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def findings(request: HttpRequest, number: int) -> HttpResponseBase:
    """What was found of a person, to read, to remove and to add to.

    There is no such page where the policy takes nothing from open sources. A role notes what it
    reads; where something was found may name somebody, so that it has to read names.
    """
    now = timezone.now()
    policy = policy_on(now)
    found = found_rule(policy)
    if found is None:
        raise Http404
    rule_id, rule = found
    person = get_object_or_404(Person, pk=number, is_staff=False)
    reads = may_read(me(request), policy)
    if "identity" not in reads:
        raise PermissionDenied
    asked = {field: must for field, must in asked_by(rule).items() if FIELDS[field] in reads}
    categories = [
        each for each in CATEGORIES if each in Finding.privacy.categories and each in reads
    ]
    if to := opened(request, person, categories):
        return to
    if request.method == "POST" and "remove" in request.POST:
        mine = Finding.objects.filter(person=person, pk=request.POST["remove"])
        for each in mine:
            remove_finding(each, at=now)
        messages.success(request, _("What was found there has been removed."))
        return redirect("findings", person.pk)
    sent = request.POST if request.method == "POST" else None
    form = FindingForm(policy, asked, day_at(now), sent)
    if form.is_valid():
        source, found_on = form.cleaned_data["source"], form.cleaned_data["found_on"]
        try:
            note_finding(person, form.details, source=source, found_on=found_on, at=now)
        except TrothError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted; the customer can see it."))
            return redirect("findings", person.pk)
    context = {
        "subject": person,
        "rule": rule_id,
        "form": form,
        "found": _shown(person, categories),
    }
    return render(request, "people/desk/findings.html", context)


def _shown(person: Person, categories: Collection[str]) -> list[tuple[int, list[tuple[str, str]]]]:
    """Each finding by its number, with what the role reads of it, behind the desk's wall."""
    classified = Finding.privacy.classified
    columns = [*(column for column, of in classified.items() if of in categories), "found_on"]
    with behind_desk(categories):
        rows = Finding.objects.filter(person=person).order_by("-found_on", "-pk")
        found = list(rows.values("pk", *columns))
    told = shown(table_of(Finding), [{c: row[c] for c in columns} for row in found])
    return [(row["pk"], says) for row, says in zip(found, told, strict=True)]
