"""What reaches the database though no form has looked at it: text in UTF-8, without a NUL."""

import codecs
from collections.abc import Iterator
from contextlib import suppress

from allauth.core.internal.httpkit import extract_basic_auth
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from troth.portal.access import GetResponse


def legible(get_response: GetResponse) -> GetResponse:
    """Middleware that refuses what PostgreSQL or Django's parsers fail at.

    Pages of ours look at what they are sent themselves, and say more of it.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("The request is not in UTF-8.")
        sites = request.path_info.startswith("/identity/")
        if sites and any("\0" in text or "%00" in text for text in _encoded(request)):
            raise BadRequest("The request holds a NUL.")
        if any("\0" in text for text in _plain(request)):
            raise BadRequest("The request holds a NUL.")
        return get_response(request)

    return respond


def _encoded(request: HttpRequest) -> Iterator[str]:
    """What is still to be decoded, as a browser encodes a form."""
    yield request.META.get("QUERY_STRING", "")
    if request.content_type == "application/x-www-form-urlencoded":
        with suppress(UnreadablePostError):  # the browser is gone
            yield request.body.decode("latin-1")


def _plain(request: HttpRequest) -> Iterator[str]:
    yield from request.COOKIES.values()
    yield from filter(None, extract_basic_auth(request.headers))
