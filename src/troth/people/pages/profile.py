"""My own details."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.confirm_details import confirm_details
from troth.accounts.correct_person import correct_person
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts
from troth.people.pages.correction import PERSON, CorrectionForm
from troth.people.pages.still_right import still_right
from troth.people.pages.ways_to_correct import may_correct, ways_to_correct
from troth.policy.parse import Policy
from troth.portal.access import me, memberships, personal
from troth.portal.zone import zones
from troth.publishing.running import policy_on


class ProfileForm(CorrectionForm):
    """What the policy asks of a person, and the language of pages and messages."""

    def __init__(
        self, policy: Policy, person: Person, data: QueryDict | None = None, country: str = ""
    ) -> None:
        super().__init__(policy, person, PERSON, data, country=country)
        if len(settings.LANGUAGES) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=gettext_lazy("Language"),
                help_text=gettext_lazy("Of these pages, and of our messages to you."),
                required=False,
                choices=[("", _("As set in my browser")), *settings.LANGUAGES],
                initial=person.language,
            )
            self.columns.append("language")
        if not person.is_staff:  # whose pages are about days of the provider
            self.fields["time_zone"] = forms.ChoiceField(
                label=gettext_lazy("Time zone"),
                help_text=gettext_lazy(
                    "Times on these pages are shown in it. Deadlines are days where we work."
                ),
                required=False,
                choices=[("", _("As in the country of my account")), *_named(zones())],
                initial=person.time_zone,
            )
            self.columns.append("time_zone")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def profile(request: HttpRequest) -> HttpResponse:
    """See and correct what is held about me."""
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    corrects = may_correct(policy)
    data = request.POST if request.method == "POST" and corrects else None
    if data is not None:
        # Whoever saves at the same time waits here, and is told below.
        person = lock_with_accounts(person)
    form = ProfileForm(policy, person, data, _country(request))
    if form.is_bound and form.is_valid():
        correct_person(person, form.details, at=now)
        messages.success(request, _("Your details have been saved."))
        return redirect("profile")
    form.renew()
    context = {
        "form": form,
        "person": person,
        "may_correct": corrects,
        "ways": ways_to_correct(policy),
        "still_right": not form.is_bound and still_right(person, at=now),
    }
    return render(request, "people/profile.html", context)


@require_POST
@personal
def confirm_profile(request: HttpRequest) -> HttpResponse:
    """My details are still right."""
    confirm_details(me(request), at=timezone.now())
    messages.success(request, _("Thank you. We ask again in a year."))
    return redirect("profile")


def _named(zones: Iterable[str]) -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zones]


def _country(request: HttpRequest) -> str:
    """Whose telephone numbers I mean: those of the country of my first account."""
    return next((m.account.country for m in memberships(request) if m.account.country), "")
