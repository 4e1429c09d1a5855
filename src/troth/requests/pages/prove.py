"""The link by which whoever asked by mail says that it was they."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.portal.access import outside_the_wall, unstored
from troth.requests.pages.ways import yours
from troth.requests.proof_link import asked_by
from troth.requests.verify import verify


@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall
@unstored
def prove(request: HttpRequest, key: str) -> HttpResponse:
    """What the link leads to: a button, for mail programs open links by themselves."""
    found = asked_by(key)
    if found is None:
        return render(request, "requests/prove_over.html", status=410)
    if request.method == "POST" and not found.verified_at:
        found = verify(found, "registered-email", at=timezone.now(), by_link=True)
    if found.verified_at:
        messages.success(request, _("Thank you. We now know it was you, and will continue."))
        return redirect("account_login")
    context = {"right": yours(found.right), "asked": found.asked_at}
    return render(request, "requests/prove.html", context)
