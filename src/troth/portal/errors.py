"""Pages for what went wrong. None of them asks the database, which may be what failed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from troth.core.errors import TrothError
from troth.portal.context import brand

GetResponse = Callable[[HttpRequest], HttpResponse]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return _page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return _page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return _page("404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Allauth's handler429."""
    return _page("429.html", 429)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return _page("500.html", 500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: a form that came from elsewhere, or without cookies."""
    return _page("csrf.html", 403)


def refusals(get_response: GetResponse) -> GetResponse:
    """Middleware that shows a TrothError as a page, since its text is for whoever reads it."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TrothError):
            return _page("refused.html", 409, message=str(exception))
        return None

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


def _page(template: str, status: int, **context: Any) -> HttpResponse:
    html = render_to_string(f"portal/errors/{template}", {**brand(), **context})
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
