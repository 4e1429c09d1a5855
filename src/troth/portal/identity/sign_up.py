"""The sign-up page."""

from contextlib import suppress

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth.policy.parse import Policy
from troth.policy.vocabulary import BASES
from troth.portal import errors
from troth.portal.access import unstored
from troth.privacy.collect import SignUpForm
from troth.privacy.running import policy_on
from troth.privacy.sign_up import AddressTakenError, sign_up


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def sign_up_page(request: HttpRequest) -> HttpResponse:
    """Ask what the policy's `[collect.account]` says, and open an account with it."""
    if request.user.is_authenticated:
        return redirect("my_data")
    policy = policy_on(timezone.now().date())
    if request.method != "POST":
        return _show(request, SignUpForm(policy), policy)
    if not ratelimit.consume(request, action="signup"):
        return errors.too_many(request)
    form = SignUpForm(policy, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, policy)
    # A visitor must not learn who is a customer, so a known address gets the answer of success.
    # Once mail is sent, the owner of the address will be told by mail; until then, by nobody.
    with suppress(AddressTakenError):
        sign_up(
            form.details,
            form.cleaned_data["password"],
            at=timezone.now(),
            given=form.given,
            refused=[name for name in form.asked if name not in form.given],
            accepted="accept" in form.fields,
        )
    return redirect("signed_up")


@unstored
def signed_up(request: HttpRequest) -> HttpResponse:
    """The answer to every sign-up."""
    return render(request, "portal/signed_up.html")


def _show(request: HttpRequest, form: SignUpForm, policy: Policy) -> HttpResponse:
    purposes = [policy.tables.purpose.get(name) for name in form.rule.purposes]
    context = {
        "form": form,
        "purposes": [(p.description, BASES[p.basis]) for p in purposes if p],
        "told": form.told,
        "asks_consent": bool(form.asked),
    }
    return render(request, "portal/sign_up.html", context)
