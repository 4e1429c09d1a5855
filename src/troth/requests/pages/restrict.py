"""Have processing restricted, and lift the restriction again (GDPR Art. 18)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.accounts.restrict import lift_all, restrict_all
from troth.core.errors import TrothError
from troth.gates.answer_look import answer_look, asks
from troth.gates.models import StaffRead
from troth.policy.describe import describe
from troth.policy.rights import at_once, by_asking_here, right_to
from troth.policy.vocabulary import CATEGORIES
from troth.portal.access import me, personal
from troth.portal.account_log import seen_from
from troth.publishing.running import policy_on
from troth.requests.contradicts import contradicts
from troth.requests.models import RightsRequest
from troth.requests.pages.ways import elsewhere
from troth.requests.their_own import THEIR_OWN


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def restrict(request: HttpRequest) -> HttpResponse:
    """What a restriction means; restrict at once where the policy says so, and lift it."""
    now = timezone.now()
    policy = policy_on(now)
    right = right_to("restrict", policy)
    person = me(request)
    refusal = contradicts(person, "restrict")
    if request.method == "POST":
        if number := request.POST.get("look", ""):
            agrees = request.POST.get("choice") == "agree"
            if not number.isascii() or not number.isdecimal() or len(number) > 18:
                raise Http404
            answer_look(person, int(number), agrees=agrees, at=now)
            messages.success(request, _("Our staff have received your answer."))
        elif request.POST.get("choice") == "lift" and person.restricted_at:
            lift_all(person, at=now, ip=seen_from(request))
            messages.success(request, _("The restriction is lifted."))
        elif request.POST.get("choice") == "lift":
            messages.info(request, _("There is no restriction to lift."))
        elif refusal:
            messages.error(request, refusal)
        elif at_once(right):
            restrict_all(person, at=now, ip=seen_from(request))
            messages.success(request, _("From now on your data is stored and not otherwise used."))
        else:
            raise TrothError(_("Please ask for it; the privacy centre says how."))
        return redirect("restrict")
    waiting = RightsRequest.objects.filter(
        THEIR_OWN, person=person, right="restrict", whose="", closed_at=None
    )
    context = {
        "person": person,
        "right": right,
        "sentence": describe(right, "restrict") if right else "",
        "at_once": at_once(right),
        "by_asking_here": by_asking_here(right),
        "elsewhere": elsewhere(right, policy),
        "waiting": waiting.first(),
        "refusal": "" if person.restricted_at else refusal,
        "asks": [(each, _meanings(each)) for each in asks(person)],
    }
    return render(request, "requests/restrict.html", context)


def _meanings(asked: StaffRead) -> list[str]:
    return [CATEGORIES[each].meaning for each in asked.categories if each in CATEGORIES]
