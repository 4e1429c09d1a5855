"""Who may open a page of the desk."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.verified import UnverifiedError, need_verified_email
from troth.core.provider import provider
from troth.gates.acknowledge import has_acknowledged
from troth.gates.roles import OWNER, roles_of
from troth.policy.placeholders import join
from troth.policy.staff_roles import staff_role
from troth.portal.access import ClosedError, View, me, staff_only
from troth.publishing.running import policy_on
from troth.wall.enter import behind_desk


def desk_page(
    *roles: str, to: Callable[[Person], bool] = lambda _staff: True
) -> Callable[[View], View]:
    """A page for staff in one of `roles`, and for owners; without roles, for all staff.

    to: what has to hold of them besides. Customers and others are refused, visitors are asked to
    sign in, and whoever has not acknowledged the policy in force is led to it first. Whatever leads
    to the page asks the same, by `may_open`.
    """

    def may(staff: Person) -> bool:
        return has_role(staff, *roles) and to(staff)

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(me(request)):
                raise _closed(me(request), may)
            return held_up(request) or view(request, *args, **kwargs)

        page = staff_only(checked)
        page.opens_at_the_desk = may  # type: ignore[attr-defined]
        return page

    return decorate


def _closed(staff: Person, may: Callable[[Person], bool]) -> ClosedError:
    """That a page does not open to the role of a member of staff, and to which ones it does."""
    opens = [
        staff_role(role)
        for role in roles_of(policy_on(timezone.now()))
        if may(Person(is_staff=True, staff_role=role))
    ]
    return ClosedError(
        _("Your role, %(role)s, does not open this page. These do: %(roles)s.")
        % {"role": staff_role(staff.staff_role) or "–", "roles": join(opens)}
    )


def may_open(staff: Person, address: str) -> bool:
    """Whether a page of the desk opens to a member of staff: what the page itself asks.

    address: its path. Raises Resolver404 where there is no such page.
    """
    opens: bool = _opens(address)(staff)
    return opens


@lru_cache(maxsize=1024)
def _opens(address: str) -> Callable[[Person], bool]:
    opens: Callable[[Person], bool] = resolve(address).func.opens_at_the_desk  # type: ignore[attr-defined]
    return opens


def reads(*categories: str) -> Callable[[View], View]:
    """A page whose view reads columns of these categories and no others, and writes nothing.

    PostgreSQL sees to it. The template is rendered afterwards, as its frame is about whoever is
    signed in: the view hands it what it shows as lists, in a TemplateResponse.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def walled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with behind_desk(categories):
                return view(request, *args, **kwargs)

        return walled

    return decorate


def has_role(staff: Person, *roles: str) -> bool:
    """Whether a member of staff is an owner or has one of `roles`; without roles, True."""
    return not roles or staff.staff_role in (OWNER, *roles)


def held_up(request: HttpRequest, then: str = "") -> HttpResponseBase | None:
    """Where staff have to go first: to confirm their address, to a second step, or to the policy.

    From the policy they go on to `then`, or to the page that they asked for.
    """
    try:
        if not getattr(me(request), "confirmed", False):  # which is known with who is signed in
            need_verified_email(me(request))
    except UnverifiedError as refusal:
        messages.info(request, str(refusal))
        return redirect("security")
    if provider().staff_two_steps and not is_mfa_enabled(me(request)):
        messages.info(
            request, _("Staff sign in with two steps here. Set up a second step to continue.")
        )
        return redirect("mfa_index")
    now = timezone.now()
    if has_acknowledged(me(request), policy_on(now), at=now):
        return None
    # A form that was sent cannot be gone on to.
    here = request.get_full_path() if request.method == "GET" else reverse("desk")
    return redirect(f"{reverse('acknowledge')}?{urlencode({'next': then or here})}")


def way_on(request: HttpRequest, default: str) -> str:
    """Where `next` of the address leads, on this site only; else the page named `default`."""
    to = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    # Without a slash in front, `redirect` would take it for the name of a page.
    return to if allowed and to.startswith("/") else reverse(default)
