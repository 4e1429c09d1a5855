"""What I tell about myself of my own accord, if I like."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person, Preferences
from troth.accounts.tell_preferences import tell_preferences
from troth.gates.collect import form_rule
from troth.people.pages.correction import PREFERENCES, CorrectionForm
from troth.policy.parse import Policy
from troth.portal.access import me, personal
from troth.portal.wording import purposes_of
from troth.publishing.running import policy_on


class PreferencesForm(CorrectionForm):
    """What the policy's form asks; whatever it says, nobody has to answer."""

    def __init__(self, policy: Policy, told: Preferences, data: QueryDict | None = None) -> None:
        super().__init__(policy, told, PREFERENCES, data, of_forms=["preferences"])
        for column in self.columns:
            self.fields[column].required = False


def told_by(person: Person) -> Preferences:
    """What a person has told so far; an empty row, which is not stored, when it is nothing."""
    return Preferences.objects.filter(person=person).first() or Preferences(person=person)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def preferences(request: HttpRequest) -> HttpResponse:
    """See, change and empty what I have told. Without a rule for it there is no such page."""
    now = timezone.now()
    policy = policy_on(now)
    found = form_rule("preferences", policy)
    if found is None:
        raise Http404
    person = me(request)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        # Whoever saves at the same time waits here, and is told below.
        lock_or_refuse(person)
    told = told_by(person)
    form = PreferencesForm(policy, told, data)
    if form.is_bound and form.is_valid():
        tell_preferences(person, form.details, at=now)
        messages.success(request, _("What you told us has been saved."))
        return redirect("preferences")
    form.renew()
    rule, asked = found
    context = {
        "form": form,
        "rule": rule,
        "purposes": purposes_of(asked, policy),
        "told": told.pk is not None,
    }
    return render(request, "people/preferences.html", context)


@require_POST
@personal
def empty_preferences(request: HttpRequest) -> HttpResponse:
    """Forget all of it."""
    nothing = dict.fromkeys(PREFERENCES, "")
    tell_preferences(me(request), nothing, at=timezone.now())
    messages.success(request, _("We no longer keep anything you told us here."))
    return redirect("preferences")
