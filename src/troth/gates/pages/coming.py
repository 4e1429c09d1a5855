"""The policy that comes next, for everybody to read before its day, and to decline new uses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Person
from troth.gates.new_use import Use, choose_use, decided, new_uses
from troth.policy.parse import Policy
from troth.portal.access import me, personal, unstored
from troth.portal.article import article
from troth.publishing.coming import Coming, coming
from troth.publishing.running import policy_on


@require_safe
@unstored
def coming_policy(request: HttpRequest) -> HttpResponse:
    """What changes and the whole text; once its day has come, the policy in force."""
    now = timezone.now()
    upcoming = coming(at=now)
    if upcoming is None:
        return redirect("policy")
    running = policy_on(now)
    customer = isinstance(request.user, Person) and not request.user.is_staff
    known = decided(me(request), at=now) if customer else {}
    context = {
        "coming": upcoming,
        "opt_out": running.tables.change.opt_out,
        "uses": [(use, known.get(use, False)) for use in _offered(running, upcoming)],
        "customer": customer,
        "contact": running.tables.provider.privacy_contact,
        "article": article(upcoming.policy),
    }
    return render(request, "gates/coming.html", context)


@require_POST
@personal
def choose(request: HttpRequest) -> HttpResponse:
    """Decline a new use, before its day; or take that back, also later."""
    now = timezone.now()
    upcoming, running = coming(at=now), policy_on(now)
    person, name = me(request), request.POST.get("use", "")
    allow = request.POST.get("choice") == "allow"
    ahead = [use for use in _offered(running, upcoming) if use.name == name] if upcoming else []
    if upcoming and ahead:
        choose_use(person, ahead[0], allow=allow, at=now, policy=upcoming.policy)
    else:
        past = [use for use in decided(person, at=now) if use.name == name]
        if not past:
            raise Http404
        choose_use(person, past[0], allow=allow, at=now, policy=running)
    told = _("You allow this use.") if allow else _("You have declined this use.")
    messages.success(request, told)
    return redirect("coming_policy" if ahead else "consents")


def _offered(running: Policy, upcoming: Coming) -> list[Use]:
    """The new uses that can be declined."""
    return new_uses(running, upcoming.policy) if running.tables.change.opt_out else []
