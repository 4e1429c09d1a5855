"""Files that people send stay in memory until they are stored: on the disk they would lie in clear,
and a process that is killed would leave them there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from troth.portal import errors
from troth.portal.access import GetResponse


def bounded(get_response: GetResponse) -> GetResponse:
    """Middleware that refuses, before reading it, a request longer than what memory is kept for.

    Django's handler takes a file only where the whole request is within that.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return errors.too_large(request)
        return get_response(request)

    return respond
