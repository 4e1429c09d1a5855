"""How much a request may bring. Only pages that take files take more than what people type.

Files that people send stay in memory until they are stored: on the disk they would lie in clear,
and a process that is killed would leave them there.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from troth.portal import errors
from troth.portal.access import GetResponse, View


def takes_files(view: View) -> View:
    """Mark a view with a form that takes files."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def longest(path: str) -> int:
    """How many bytes a request to an address may have."""
    try:
        view = resolve(path).func
    except Http404:
        view = None
    if getattr(view, "takes_files", False):
        return settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


def bounded(get_response: GetResponse) -> GetResponse:
    """Middleware that refuses, before reading it, a request longer than its address takes.

    Django's handler takes a file only where the whole request is within that.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        # Of what every address takes, none is asked: that takes longer than all else here.
        if length.isdecimal() and int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            most = longest(request.path_info)
            if int(length) > most:
                return errors.too_large(request, file=most == settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
        return get_response(request)

    return respond
