"""The first page of the account area."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.accounts.models import Membership
from troth.portal.access import me, personal


@require_safe
@personal
def overview(request: HttpRequest) -> HttpResponse:
    """The accounts that I belong to."""
    mine = Membership.objects.filter(person=me(request)).select_related("account").order_by("pk")
    return render(request, "portal/account/overview.html", {"memberships": mine})
