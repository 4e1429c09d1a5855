"""What is done once an answer has left, so that how long it took tells nothing.

Whether an address is known must not show: what is done for a known one alone is done here. It is
lost where the process ends in between, so it must be what people can ask for again.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override

from troth.core.limits import PAGE, limited
from troth.portal.access import GetResponse

logger = logging.getLogger(__name__)


def afterwards(request: HttpRequest, deed: Callable[[], object]) -> None:
    """Have something done after the answer to a request, in the language of the page.

    Where it fails, the log alone says so.
    """
    language = get_language()

    def do() -> None:
        try:
            with override(language), limited(PAGE):
                deed()
        except Exception:
            logger.exception("what was left to be done after an answer failed")

    request.afterwards.append(do)  # type: ignore[attr-defined]


def leave_room(get_response: GetResponse) -> GetResponse:
    """Middleware that lets `afterwards` be used."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.afterwards = []  # type: ignore[attr-defined]
        response = get_response(request)
        # Called once the response was sent. One that is to be repeated is never closed.
        response._resource_closers += request.afterwards  # type: ignore[attr-defined]
        return response

    return respond
