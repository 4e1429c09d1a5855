"""Come to the account that staff have opened for oneself: a password, and what the policy asks."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth.core.errors import TrothError
from troth.gates.collect import SignUpForm
from troth.people.come import come
from troth.people.welcome_link import OverError, opened_by
from troth.portal import errors
from troth.portal.access import outside_the_wall, unstored
from troth.publishing.running import policy_on


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
@outside_the_wall
def welcome(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a password, and for what signing up asks besides the details, which we have."""
    now = timezone.now()
    try:
        person = opened_by(key, at=now)
    except TrothError as why:
        status = 410 if isinstance(why, OverError) else 404
        return render(request, "people/welcome_over.html", {"why": why}, status=status)
    policy = policy_on(now)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not ratelimit.consume(request, action="signup"):
        return errors.too_many(request)
    form = SignUpForm(policy, posted, only=(), email=person.email)
    if form.is_valid():
        password = form.cleaned_data["password"]
        come(key, password, at=now, given=form.given, refused=form.refused, accepted=form.accepted)
        messages.success(request, _("Your password is set. Please sign in."))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('my_data')})}")
    context = {"form": form, "email": person.email, "told": form.told}
    return render(request, "people/welcome.html", context)
