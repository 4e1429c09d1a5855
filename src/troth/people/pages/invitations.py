"""Invite trusted people, and accept an invitation."""

from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Invitation, Membership, Person
from troth.accounts.scopes import SCOPES, scopes_in
from troth.core.errors import TrothError
from troth.gates.collect import SignUpForm
from troth.gates.inputs.email import EmailField
from troth.people.accept import accept, ended, find_invitation, invited
from troth.people.invite import invite
from troth.people.join import join
from troth.people.note import rule_on
from troth.people.pages.people import ScopesForm
from troth.people.resend import resend
from troth.people.sign_up import AddressTakenError
from troth.people.withdraw_invitation import withdraw_invitation
from troth.portal import errors
from troth.portal.access import featured, me, of_account, outside_the_wall, unstored
from troth.portal.proof import proved
from troth.publishing.running import policy_on

_OF_A_PERSON = ("title", "name", "phone")  # what is asked of who needs no account


class InviteForm(ScopesForm):
    """Whom to trust, and with what."""

    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We will send an invitation there. It works for seven days."),
    )
    field_order: tuple[str, ...] = ("email", "scopes")


@require_http_methods(["GET", "HEAD", "POST"])
@featured("trusted-people")
@of_account(Invitation)
@outside_the_wall
@proved()
def invite_page(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Invite somebody. The answer is the same whoever they are."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email, scopes = form.cleaned_data["email"], form.cleaned_data["scopes"]
        try:
            invite(membership.account, email, scopes, by=me(request), at=timezone.now())
        except TrothError as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people", membership.account_id)
    context = {
        "account": membership.account,
        "form": form,
        "rule": rule_on(timezone.now()),
    }
    return render(request, "people/invite.html", context)


@require_POST
@featured("trusted-people")
@of_account(Invitation)
@outside_the_wall
def resend_invitation(
    request: HttpRequest, membership: Membership, invitation: int
) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    found = get_object_or_404(membership.account.invitations, pk=invitation)
    resend(found, by=me(request), at=timezone.now())
    messages.success(request, _("A new invitation is on its way. The former link no longer works."))
    return redirect("people", membership.account_id)


@require_POST
@of_account(Invitation)
def withdraw(request: HttpRequest, membership: Membership, invitation: int) -> HttpResponse:
    """Withdraw an invitation."""
    found = get_object_or_404(membership.account.invitations, pk=invitation)
    withdraw_invitation(found, by=me(request), at=timezone.now())
    messages.success(request, _("The invitation has been withdrawn. Its link no longer works."))
    return redirect("people", membership.account_id)


@require_http_methods(["GET", "HEAD", "POST"])
@featured("trusted-people")
@unstored
@outside_the_wall
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What a mailed link leads to: what is offered, and a button that takes it."""
    now = timezone.now()
    found = find_invitation(secret)
    person = request.user if isinstance(request.user, Person) else None
    if found is None:
        return _over(request, _("This link is not ours, or was cut off in the mail."), 404)
    mine = person and invited(found, person)
    if mine and found.accepted_at and found.account.memberships.filter(person=person).exists():
        return redirect("account", found.account_id)
    if why := ended(found, at=now):
        return _over(request, why, 410)
    if request.method == "POST" and person and mine:
        accept(found, person, at=now)
        messages.success(request, _("You now have access to this account."))
        return redirect("account", found.account_id)
    context = _offer(found) | {
        "secret": secret,
        "mine": mine,
        "to_confirm": bool(person and not mine and person.email == found.email),
        "known": Person.objects.by_email(found.email) is not None,
    }
    return render(request, "people/invitation.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@featured("trusted-people")
@unstored
@outside_the_wall
def join_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Make a login for who is invited and has none. Their account is the one they come to."""
    now = timezone.now()
    found = find_invitation(secret)
    if request.user.is_authenticated or found is None or ended(found, at=now):
        return redirect("invitation", secret)
    policy = policy_on(now)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not ratelimit.consume(request, action="signup"):
        return errors.too_many(request)
    form = SignUpForm(policy, posted, only=_OF_A_PERSON, email=found.email)
    if form.is_valid():
        try:
            join(
                found,
                form.details,
                form.cleaned_data["password"],
                at=now,
                given=form.given,
                refused=form.refused,
                accepted=form.accepted,
                reads=get_language() or "",
            )
        except AddressTakenError:
            # Whoever has the link reads the mail of this address: it is no secret to them.
            return redirect("invitation", secret)
        messages.success(request, _("Your login is ready. Please sign in."))
        there = urlencode({"next": reverse("account", args=[found.account_id])})
        return redirect(f"{reverse('account_login')}?{there}")
    context = _offer(found) | {"form": form, "secret": secret, "told": form.told}
    return render(request, "people/join.html", context)


def _offer(invitation: Invitation) -> dict[str, Any]:
    allowed = scopes_in(invitation.scopes)
    return {
        "invitation": invitation,
        "scopes": [meaning for scope, meaning in SCOPES.items() if scope in allowed],
    }


def _over(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "people/invitation_over.html", {"why": why}, status=status)
