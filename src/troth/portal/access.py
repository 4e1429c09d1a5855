"""Who may open a page, and who may keep a copy of it: nobody, where it shows personal data."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

from troth.accounts.models import Person

View = Callable[..., HttpResponseBase]

unstored = cache_control(private=True, no_store=True)


def personal(view: View) -> View:
    """A page about the person who is signed in, for nobody else's eyes."""
    return unstored(login_required(view))


def staff_only(view: View) -> View:
    """A page for staff. Customers are refused, visitors are asked to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not me(request).is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return personal(checked)


def me(request: HttpRequest) -> Person:
    """The person who is signed in."""
    assert isinstance(request.user, Person)  # `personal` has seen to it
    return request.user
