"""Whether a customer is a reseller, who answers for customers of their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.accounts.mark_reseller import mark_reseller
from troth.accounts.models import Account
from troth.desk.access import desk_page
from troth.gates.roles import PRIVACY
from troth.portal.access import me


@require_POST
@desk_page(PRIVACY)
def reseller(request: HttpRequest, number: int) -> HttpResponse:
    """Mark an account as a reseller's, or take the mark away."""
    account = get_object_or_404(Account, pk=number)
    mark_reseller(account, "mark" in request.POST, at=timezone.now(), by=me(request))
    messages.success(
        request,
        _("This account is marked as a reseller’s.")
        if account.reseller
        else _("This account is not a reseller’s."),
    )
    return redirect("customer", "account", account.pk)
