"""That an account has an agreement which refers to the policy."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from troth.accounts.models import Account
from troth.desk.access import desk_page
from troth.gates.roles import PRIVACY
from troth.people.note_agreement import note_agreement
from troth.portal.access import me
from troth.publishing.running import policy_on


@require_POST
@desk_page("billing", PRIVACY)
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the people of an account accept the policy by an agreement."""
    now = timezone.now()
    if "agreement" not in policy_on(now).tables.policy.accepted:
        raise Http404
    account = get_object_or_404(Account, pk=number)
    noted = note_agreement(account, at=now, by=me(request))
    told = ngettext(
        "The agreement is noted, for %(people)s person of this account.",
        "The agreement is noted, for %(people)s people of this account.",
        noted,
    )
    messages.success(request, told % {"people": noted})
    return redirect("customer", "account", account.pk)
