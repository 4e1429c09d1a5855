"""Middleware: pages speak the language that a person has chosen, before their browser's."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from troth.portal.access import GetResponse


def language(get_response: GetResponse) -> GetResponse:
    """Stands after whoever is signed in is known, and after Django's own choice by the browser."""

    def respond(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and translation.check_for_language(chosen):
            with translation.override(chosen):
                request.LANGUAGE_CODE = chosen
                return get_response(request)
        return get_response(request)

    return respond
