"""Middleware that leads customers to a policy which they have not accepted yet."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.accept_policy import has_accepted
from troth.portal.access import GetResponse
from troth.publishing.running import CannotRunError, policy_on

# What stays open to who has not accepted it, by how addresses start: the policy itself, people's
# rights, the ways in and out and how to keep others from them, and what a mailed link opens. Every
# other page is of the services.
_OPEN = (
    "accept/",
    "brand",
    "contact/",
    "email/",
    "identity/sign-out/",
    "journal/",
    "not-me/",
    "password/",
    "privacy",
    "profile/",
    "receipts/",
    "recover/",
    "requests/",
    "security/check/",
    "security/email/",
    "security/it-is-me/",
    "security/password/",
    "security/sessions/",
    "security/sites/",
    "sign-",
    "stop-erasure/",
    "unsubscribe/",
    "witness/",
    ".well-known/",
)


def accepted(get_response: GetResponse) -> GetResponse:
    """Where `[policy] accepted` says so, pages of the services are for who has accepted it."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        path, person = request.path_info.removeprefix("/"), request.user
        if not path or path.startswith(_OPEN) or not isinstance(person, Person):
            return None
        now, policy = timezone.now(), None
        with suppress(CannotRunError):  # the page says so
            policy = policy_on(now, missing_ok=True)
        if policy is None or has_accepted(person, policy, at=now):
            return None
        # A form that was sent cannot be gone on to.
        to = {"next": request.get_full_path()} if request.method == "GET" else {}
        return redirect(f"{reverse('accept_policy')}?{urlencode(to)}")

    respond.process_view = process_view  # type: ignore[attr-defined]
    return respond
