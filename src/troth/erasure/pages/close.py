"""Close an account: what that means, the act, and the way back where the policy has one."""

from dataclasses import dataclass
from datetime import date

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account, Membership
from troth.accounts.reactivate import erased_on, reactivate, reactivation
from troth.accounts.unfinished import unfinished
from troth.core.day import day_at
from troth.erasure.close_account import close_account
from troth.erasure.left import trusted_with
from troth.policy.parse import Policy
from troth.policy.why_kept import why_kept
from troth.portal import errors
from troth.portal.access import me, of_account, outside_the_wall
from troth.portal.forms import ConfirmForm
from troth.portal.proof import proved
from troth.publishing.running import policy_on


class CloseForm(ConfirmForm):
    """Confirms that an account is closed."""

    word = "CLOSE"


@dataclass(frozen=True)
class Closed:
    """An account of mine that is closed. until: the day that takes it, where that is known."""

    account: Account
    until: date | None
    mine: bool
    comes_back: bool


def closed(membership: Membership, policy: Policy) -> Closed | None:
    """How a closed account stands; None for one that is not closed."""
    account = membership.account
    if account.cancelled_at is None:
        return None
    until = erased_on(policy, cancelled=day_at(account.cancelled_at))
    mine = membership.role == Membership.Role.OWNER
    return Closed(account, until, mine, reactivation(policy) is not None)


@sensitive_post_parameters("confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall  # it tells those who are trusted with the account what becomes of their logins
@of_account(owner=True)
@proved(by_form=True)
def close(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show what closing an account means; close it, or take it up again where it comes back."""
    now = timezone.now()
    policy, account, owner = policy_on(now), membership.account, me(request)
    comes_back = reactivation(policy) is not None
    if request.POST.get("choice") == "reopen":
        if not comes_back:
            raise Http404
        reactivate(account, at=now, by=owner)
        messages.success(request, _("Your account is open again, as it was."))
        return redirect("account", account.pk)
    form = CloseForm(owner, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=owner):
            return errors.too_many(request)
        if form.is_valid():
            close_account(account, by=owner, at=now)
            messages.success(request, _("Your account is closed."))
            return redirect("account", account.pk)
    kept = policy.tables.kept_by("account")
    context = {
        "account": account,
        "form": form,
        "comes_back": comes_back,
        "until": erased_on(policy, cancelled=day_at(account.cancelled_at or now)),
        "rules": [(rule, why_kept(policy, rule, "account")) for rule, _keep in kept],
        "unfinished": unfinished([account.pk], at=now),
        "trusted": trusted_with([account.pk]).select_related("person").defer("person__password"),
    }
    return render(request, "erasure/close.html", context)
