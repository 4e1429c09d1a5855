"""What an account has ordered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.delete_one import deletable
from troth.accounts.models import Membership
from troth.portal.access import of_account
from troth.portal.paging import listing
from troth.publishing.running import policy_on
from troth.services.models import Service


@require_safe
@of_account(Service)
def services(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Services, running and ended."""
    now = timezone.now()
    is_owner = membership.role == Membership.Role.OWNER
    found = listing(
        request,
        membership.account.services.filter(deleted_at=None),
        by="started_at",
        search=("product", "label"),
    )
    return render(
        request,
        "services/services.html",
        {
            "account": membership.account,
            "listing": found,
            "now": now,
            "deletable": is_owner and deletable("service", policy_on(now)),
        },
    )
