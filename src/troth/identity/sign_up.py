"""The sign-up page."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.gates.collect import SignUpForm
from troth.identity.email import ask_to_confirm
from troth.identity.signed_up_here import mark_sign_up
from troth.people.sign_up import AddressTakenError, sign_up
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.portal import errors
from troth.portal.access import unstored
from troth.portal.wording import purposes_of
from troth.publishing.running import policy_on


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def sign_up_page(request: HttpRequest) -> HttpResponse:
    """Ask what the policy's `[collect.account]` says, and open an account with it."""
    if request.user.is_authenticated:
        return redirect("my_data")
    policy = policy_on(timezone.now())
    if request.method != "POST":
        return show(request, SignUpForm(policy), policy)
    if not ratelimit.consume(request, action="signup"):
        return errors.too_many(request)
    form = SignUpForm(policy, request.POST, request.FILES)
    if not form.is_valid():
        return show(request, form, policy)
    open_account(request, form)
    return redirect("signed_up")


@unstored
def signed_up(request: HttpRequest) -> HttpResponse:
    """The answer to every sign-up."""
    return render(request, "identity/signed_up.html")


@act
def open_account(
    request: HttpRequest, form: SignUpForm, *, then: Callable[[Person], None] = lambda person: None
) -> None:
    """Open the account, or tell the owner of a known address by mail: the visitor learns neither.

    Both leave a mark in the session and end with a mail, so that they take the same time;
    `then` is done in between, with the newcomer, and may leave their address confirmed.
    """
    try:
        person = sign_up(
            form.details,
            form.cleaned_data.get("password"),
            at=timezone.now(),
            given=form.given,
            refused=form.refused,
            accepted=form.accepted,
            reads=get_language() or "",
        )
    except AddressTakenError:
        mark_sign_up(request, None)
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="confirm_email", key=email):
            get_adapter().send_account_already_exists_mail(email)
    else:
        mark_sign_up(request, person)
        then(person)
        if address := EmailAddress.objects.filter(user=person, verified=False).first():
            ask_to_confirm(request, address, signup=True)


def show(request: HttpRequest, form: SignUpForm, policy: Policy) -> HttpResponse:
    """The sign-up form, with what it asks for and what for."""
    context = {
        "form": form,
        "purposes": purposes_of(form.rule, policy),
        "told": form.told,
        "stored": say("stores_in", policy.tables.provider.stores_in),
    }
    return render(request, "identity/sign_up.html", context)
