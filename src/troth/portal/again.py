"""A request that others came in the way of: answered once more from its beginning, or refused.

What is one transaction as a whole, such as all that customers ask from behind the wall, is taken
back as a whole, and so can be done again. Where that does not help, and everywhere else, the
answer is a page that says so, with the status 503, and never half of what was asked.
"""

from copy import copy
from functools import wraps
from random import uniform
from time import sleep
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError

from troth.core.conflicts import CONFLICTS, PAUSES, busy, conflict
from troth.core.limits import PAGE, limited
from troth.portal import errors
from troth.portal.access import GetResponse, View


def again(get_response: GetResponse) -> GetResponse:
    """Middleware, outside of everything that remembers what it has seen of a request.

    Each further try gets a request on which nothing has been done yet. A body that is too long to
    be kept in memory is read once; then the page says that it has to be sent again.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        pauses = PAUSES if _can_be_read_again(request) else ()
        untouched = copy(request)
        with limited(PAGE):
            response = get_response(request)
            for pause in pauses:
                if not getattr(response, "to_be_repeated", False):
                    break
                sleep(uniform(pause / 2, pause))
                response = get_response(copy(untouched))
            return response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # The last to hear of it: whatever was one transaction has been taken back.
        return gave_way(request, exception)

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


def gave_way(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to a request that failed because of others; None where that is not why."""
    code = conflict(error)
    if code is None:
        return None
    response = errors.busy(request, busy(error))
    response.to_be_repeated = code in CONFLICTS and is_whole(request)  # type: ignore[attr-defined]
    return response


def whole(view: View) -> View:
    """Make of a view one transaction, to be done again as a whole."""

    @wraps(view)
    def transacted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        as_a_whole(request)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return transacted


def as_a_whole(request: HttpRequest) -> None:
    """Mark a request all of whose work is one transaction."""
    request.is_whole = True  # type: ignore[attr-defined]


def is_whole(request: HttpRequest) -> bool:
    """Whether a request is marked by `as_a_whole`."""
    return getattr(request, "is_whole", False)


def _can_be_read_again(request: HttpRequest) -> bool:
    if request.method in ("GET", "HEAD"):
        return True
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
        return False
    try:
        request.body  # noqa: B018  (each copy has it from here)
    except UnreadablePostError:  # the browser is gone
        return False
    return True
