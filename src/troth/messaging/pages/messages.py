"""Messages that the provider has sent to me."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.delete_one import deletable
from troth.accounts.models import Membership
from troth.core.written_once import Given
from troth.messaging.models import Message
from troth.portal.access import of_account
from troth.portal.paging import listing
from troth.publishing.running import policy_on


@require_safe
@of_account()
def messages(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Messages to me about this account, and about none in particular."""
    found = listing(
        request,
        mine(membership.person_id, membership.account_id),
        by="created_at",
        search=("subject",),
    )
    context = {"account": membership.account, "listing": found}
    return render(request, "messaging/messages.html", context)


@require_safe
@of_account()
def message(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """One message as it was sent."""
    found = get_object_or_404(mine(membership.person_id, membership.account_id), pk=number)
    context = {
        "account": membership.account,
        "letter": found,
        "deletable": not found.next_at and deletable("message", policy_on(timezone.now())),
    }
    return render(request, "messaging/message.html", context)


def mine(person: int | Given, account: int | Given) -> QuerySet[Message]:
    """A member's messages about an account, or about none in particular."""
    of_it = Q(account=account) | Q(account=None)
    return Message.objects.filter(of_it, person=person, deleted_at=None)
