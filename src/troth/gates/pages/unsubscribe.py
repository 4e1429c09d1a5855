"""The page behind the link in each message that ends them: one button, and no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from troth.gates.unsubscribe import named_by, unsubscribe
from troth.portal.access import outside_the_wall, unstored
from troth.publishing.running import policy_on


@csrf_exempt  # mail programs post it by themselves, without a cookie (RFC 8058); the token decides
@outside_the_wall  # the link may be somebody else's than who is signed in here
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link would end, or end it. Opening it alone does nothing."""
    now = timezone.now()
    _, name = named_by(token)
    if request.method == "POST":
        unsubscribe(token, at=now)
    consent = policy_on(now).tables.consent.get(name)
    context = {"consent": consent, "done": request.method == "POST"}
    return render(request, "gates/unsubscribe.html", context)
