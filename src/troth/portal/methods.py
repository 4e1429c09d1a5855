"""Pages are read and forms are sent; nothing else is asked of the site."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from troth.portal.access import GetResponse

_KNOWN = ["GET", "HEAD", "POST"]


def known_methods(get_response: GetResponse) -> GetResponse:
    """Middleware that refuses all other methods, which some views would take for a GET."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method not in _KNOWN:
            return HttpResponseNotAllowed(_KNOWN)
        return get_response(request)

    return respond
