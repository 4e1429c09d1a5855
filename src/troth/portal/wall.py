"""Middleware that answers what customers ask from behind the second wall."""

from contextlib import ExitStack
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from troth.accounts.models import Person
from troth.portal.access import GetResponse, runs_outside
from troth.portal.again import as_a_whole, gave_way
from troth.wall.enter import behind_wall


def wall(get_response: GetResponse) -> GetResponse:
    """The last middleware: the view and its template run behind the wall, in one transaction.

    Visitors are nobody yet and ask as the platform; so do staff at their desk. What the view
    raises takes everything back; the session is saved afterwards, outside.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        try:
            with ExitStack() as request.wall:  # type: ignore[attr-defined]
                return get_response(request)
        except DatabaseError as error:  # PostgreSQL looks at some foreign keys only at the end
            if answer := gave_way(request, error):
                return answer
            raise

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if runs_outside(view):
            return
        person = request.user
        if not isinstance(person, Person):
            return
        if person.is_staff and request.path_info.startswith(reverse("desk")):
            return
        request.wall.enter_context(behind_wall(person))  # type: ignore[attr-defined]
        as_a_whole(request)

    def process_exception(request: HttpRequest, exception: Exception) -> None:
        # The first to hear of it: pages that explain it are made outside.
        request.wall.__exit__(type(exception), exception, None)  # type: ignore[attr-defined]

    respond.process_view = process_view  # type: ignore[attr-defined]
    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond
