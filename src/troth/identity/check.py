"""After somebody else may have been in: the link of an alert, and what to look through then."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.models import Membership
from troth.core.conflicts import act
from troth.gates.models import SiteConsent
from troth.identity.not_me import Told, not_me, told_by
from troth.portal.access import me, memberships, outside_the_wall, personal, unstored

_LATELY = timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
@unstored
@outside_the_wall
def not_me_page(request: HttpRequest, key: str) -> HttpResponse:
    """What the link of an alert leads to: a button, for mail programs open links by themselves."""
    at = timezone.now()
    told = told_by(key, at=at)
    if told is None:
        return render(request, "identity/not_me_over.html", status=410)
    if request.method == "POST":
        _shut_out(request, told, at=at)
        return redirect("not_me_done")
    context = {"staff": told.person.is_staff, "takes_back": told.address != told.person.email}
    return render(request, "identity/not_me.html", context)


@act
def _shut_out(request: HttpRequest, told: Told, *, at: datetime) -> None:
    before, person = told.person.email, not_me(told, at=at)
    if before != person.email:
        get_adapter(request).tell_of_change(person, before, at=at)


@require_safe
@unstored
def not_me_done(request: HttpRequest) -> HttpResponse:
    """What has ended, and what comes next."""
    return render(request, "identity/not_me_done.html")


@require_safe
@personal
def check(request: HttpRequest) -> HttpResponse:
    """Everything of mine by which somebody else could come back, with the way to remove it."""
    person = me(request)
    keys = Authenticator.objects.filter(user=person).order_by("-created_at")
    owned = [m.account_id for m in memberships(request) if m.role == Membership.Role.OWNER]
    trusted = Membership.objects.filter(account__in=owned, role=Membership.Role.TRUSTED)
    came = trusted.filter(created_at__gt=timezone.now() - _LATELY)
    context = {
        "passkeys": keys.filter(type=Authenticator.Type.WEBAUTHN),
        "app": keys.filter(type=Authenticator.Type.TOTP).first(),
        "codes": keys.filter(type=Authenticator.Type.RECOVERY_CODES).first(),
        "other_sign_ins": SocialAccount.objects.filter(user=person).count(),
        "sites": SiteConsent.objects.filter(person=person).count(),
        # Behind the second wall nobody reads another's password.
        "came": came.select_related("person", "account").defer("person__password"),
    }
    return render(request, "identity/check.html", context)
