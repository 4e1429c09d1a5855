"""The sign-up page."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth.accounts.email import propose_email
from troth.policy.parse import Policy
from troth.policy.vocabulary import BASES
from troth.portal import errors
from troth.portal.access import unstored
from troth.portal.identity.email import ask_to_confirm
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
    _open(request, form)
    return redirect("signed_up")


@unstored
def signed_up(request: HttpRequest) -> HttpResponse:
    """The answer to every sign-up."""
    return render(request, "portal/signed_up.html")


@transaction.atomic
def _open(request: HttpRequest, form: SignUpForm) -> None:
    """Open the account, or tell the owner of a known address by mail: the visitor learns neither.

    Both end with a mail to the address, so that they take the same time.
    """
    try:
        person = sign_up(
            form.details,
            form.cleaned_data["password"],
            at=timezone.now(),
            given=form.given,
            refused=[name for name in form.asked if name not in form.given],
            accepted="accept" in form.fields,
        )
    except AddressTakenError:
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="confirm_email", key=email):
            get_adapter().send_account_already_exists_mail(email)
    else:
        ask_to_confirm(request, propose_email(person, person.email), signup=True)


def _show(request: HttpRequest, form: SignUpForm, policy: Policy) -> HttpResponse:
    purposes = [policy.tables.purpose.get(name) for name in form.rule.purposes]
    context = {
        "form": form,
        "purposes": [(p.description, BASES[p.basis]) for p in purposes if p],
        "told": form.told,
        "asks_consent": bool(form.asked),
    }
    return render(request, "portal/sign_up.html", context)
