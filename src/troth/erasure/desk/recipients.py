"""Recipients without an interface, who have to be told by hand to forget somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.desk.access import desk_page
from troth.erasure.forget import forgotten
from troth.erasure.models import ForgetRequest
from troth.gates.roles import PRIVACY
from troth.publishing.running import policy_on

LISTED = 100


@require_safe
@desk_page(PRIVACY, "billing")
def recipients(request: HttpRequest) -> HttpResponse:
    """Whom to tell, and as what they know the person."""
    tables = policy_on(timezone.now()).tables
    waiting = ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND).order_by("pk")
    context = {"waiting": [(each, tables.recipient(each.recipient)) for each in waiting[:LISTED]]}
    return render(request, "erasure/desk/recipients.html", context)


@require_POST
@desk_page(PRIVACY, "billing")
def told(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a recipient was told to forget, and has. The same click twice notes it once."""
    found = get_object_or_404(ForgetRequest, pk=number)
    if found.state == ForgetRequest.State.BY_HAND:
        forgotten(found, at=timezone.now())
    messages.success(request, _("Noted in the journal."))
    return redirect("recipients")
