"""What an account has ordered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.models import Membership
from troth.portal.access import of_account
from troth.portal.paging import listing
from troth.services.models import Service


@require_safe
@of_account(Service)
def services(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Services, running and ended."""
    found = listing(
        request, membership.account.services.all(), by="started_at", search=("product", "label")
    )
    return render(
        request,
        "services/services.html",
        {"account": membership.account, "listing": found, "now": timezone.now()},
    )
