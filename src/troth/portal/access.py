"""Who may open a page, and who may keep a copy of it: nobody, where it shows personal data."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override

from troth.accounts.models import Account, Membership, Person
from troth.core.written_once import Given, written_once
from troth.gates.opens import opens
from troth.publishing.running import policy_on

View = Callable[..., HttpResponseBase]
GetResponse = Callable[[HttpRequest], HttpResponse]

unstored = cache_control(private=True, no_store=True)

# A page with a form whose answer may lead to another site. Browsers hold every redirect on the way
# to `form-action`, and a site may send people on to others.
leads_elsewhere = csp_override(
    settings.SECURE_CSP | {"form-action": [CSP.SELF, "http:" if settings.PLAIN_HTTP else "https:"]}
)


class ClosedError(PermissionDenied):
    """A page does not open to whoever asks; the text says to whom it does."""


def personal(view: View) -> View:
    """A page about the person who is signed in, for nobody else's eyes."""
    return unstored(login_required(view))


def of_account(shown: type[Model] | None = None, *, owner: bool = False) -> Callable[[View], View]:
    """A page about the account in its address, for whom the declaration of `shown` opens it.

    That is its owner, and whom they trust with the scope; without a model, every member; with
    `owner`, the owner alone. The view receives the Membership in place of the account's number.
    To strangers there is no such page (404); to members without the scope it is closed (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(
            request: HttpRequest, account: int, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            membership = membership_in(request, account)
            if owner and membership.role != Membership.Role.OWNER:
                raise PermissionDenied
            if shown and not opens(membership, shown):
                raise PermissionDenied
            return view(request, membership, *args, **kwargs)

        return personal(checked)

    return decorate


def featured(name: str) -> Callable[[View], View]:
    """A page of a feature: there is none where the policy has no `[feature.NAME]` (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            policy = policy_on(timezone.now(), missing_ok=True)
            if policy is None or name not in policy.features:
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate


def staff_only(view: View) -> View:
    """A page for staff. Customers are refused, visitors are asked to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not me(request).is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return personal(checked)


def outside_the_wall(view: View) -> View:
    """Mark a view that runs as the platform, because the verb it calls must.

    Everything else that customers ask is answered from behind the second wall (`wall.py`).
    """

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    marked.runs_outside = True  # type: ignore[attr-defined]
    return marked


def runs_outside(view: View) -> bool:
    """Whether a view is marked by `outside_the_wall`."""
    return getattr(view, "runs_outside", False)


def me(request: HttpRequest) -> Person:
    """The person who is signed in."""
    assert isinstance(request.user, Person)  # `personal` has seen to it
    return request.user


def back_to(request: HttpRequest) -> str:
    """The path to come back to: this one, or for what was sent, that of the page with the form."""
    return (request.method == "POST" and came_from(request)) or request.get_full_path()


def came_from(request: HttpRequest) -> str:
    """The path of the page of ours that a link or a form led from; empty where it was none."""
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        sent_from, request.get_host(), require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(sent_from)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def membership_in(request: HttpRequest, account: Account | int) -> Membership:
    """My membership in an account, with the account. Raises Http404 where I have none."""
    number = account.pk if isinstance(account, Account) else account
    for membership in memberships(request):
        if membership.account_id == number:
            return membership
    raise Http404


def memberships(request: HttpRequest) -> list[Membership]:
    """My memberships with their accounts, the first one first; asked for once a request."""
    if not hasattr(request, "_memberships"):
        request._memberships = _memberships(person=me(request).pk)  # type: ignore[attr-defined]
    found: list[Membership] = request._memberships  # type: ignore[attr-defined]
    return found


@written_once
def _memberships() -> QuerySet[Membership]:
    mine = Membership.objects.filter(person=Given("person")).select_related("account")
    return mine.order_by("pk")
