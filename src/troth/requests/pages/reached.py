"""The link by which who asks to be let in shows that they read the mail of the address given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.portal.access import outside_the_wall, unstored
from troth.requests.confirm_sender import confirm_sender, has_confirmed_sender
from troth.requests.have_confirmed import asked_by


@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall
@unstored
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """What the link leads to: a button, for mail programs open links by themselves."""
    found = asked_by(key)
    if found is None:
        return render(request, "requests/recover_over.html", status=410)
    if request.method == "POST":
        confirm_sender(found, at=timezone.now())
    if has_confirmed_sender(found):
        messages.success(
            request, _("Thank you. We will write to you here once your identity is confirmed.")
        )
        return redirect("account_login")
    return render(request, "requests/recover_confirm.html", {"address": found.sender})
