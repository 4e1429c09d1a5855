"""Before what matters most, people show once more that it is them.

They do so by whichever means they have: the password, a code, a passkey or a recovery code. Who
signs in through another provider alone signs in anew. `tests/addresses.py` lists every act, and
whether it takes a proof.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from troth.portal.access import View, back_to, me


def proved(*, by_form: bool = False, only_posts: bool = False) -> Callable[[View], View]:
    """Have whoever is signed in show once more that it is them, unless they just have.

    by_form: the page's own form asks for the password, so that only who has none is asked before.
    only_posts: the page may be read without. What was posted too late is not kept: it may hold a
    new password.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            reads = only_posts and request.method != "POST"
            if reads or not request.user.is_authenticated or _is_fresh(request):
                return view(request, *args, **kwargs)
            if by_form and me(request).has_usable_password():
                return view(request, *args, **kwargs)
            if request.method == "POST":
                messages.info(
                    request, _("Please confirm first that it is you; then send the form again.")
                )
            return ask_again(request, back_to(request))

        return checked

    return decorate


def _is_fresh(request: HttpRequest) -> bool:
    """Whether this session has a proof of the last minutes; of who has no means, a sign-in."""
    person = me(request)
    proofs = get_authentication_records(request, person)
    if _means(request):
        proofs = [proof for proof in proofs if proof.get("reauthenticated")]
    return bool(time.time() - _latest(proofs) < app_settings.REAUTHENTICATION_TIMEOUT)


def shown_at(request: HttpRequest) -> float:
    """When whoever is signed in last showed that it is them, at first or again, as Unix time."""
    return _latest(get_authentication_records(request, me(request)))


def _latest(proofs: list[dict[str, Any]]) -> float:
    return max((proof["at"] for proof in proofs), default=0)


def _means(request: HttpRequest) -> list[dict[str, str]]:
    found: list[dict[str, str]] = get_adapter(request).get_reauthentication_methods(request.user)
    return found


def ask_again(request: HttpRequest, then: str) -> HttpResponse:
    """Lead to where whoever is signed in shows that it is them, and from there back."""
    means = _means(request)
    if not means:
        logout(request)
    way = means[0]["url"] if means else reverse("account_login")
    return redirect(f"{way}?{urlencode({'next': then})}")
