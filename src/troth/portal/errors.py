"""Pages for what went wrong. None of them asks the database, which may be what failed."""

import sys
from math import ceil

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from troth.core.conflicts import BusyError, conflict
from troth.core.conflicts import busy as too_busy
from troth.core.errors import TrothError
from troth.portal.access import GetResponse
from troth.portal.context import brand
from troth.portal.wait import please_wait, seconds_to_wait
from troth.publishing.running import CannotRunError

_IN_A_MOMENT = 5  # seconds after which a browser or a program may ask again


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    # Another click or tab has signed in or out meanwhile; the sign-in page knows how it stands.
    if isinstance(exception, SessionInterrupted):
        return redirect(settings.LOGIN_URL)
    return _page(
        400,
        _("This request could not be read"),
        _("Go back and try again. If it happens again, start from the first page."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return _page(
        403,
        _("This page is not for you"),
        _("You are signed in, but this page is for others."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return _page(
        404,
        _("There is no such page"),
        _("The address may be mistyped, or what stood here is gone."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Allauth's handler429, right after a limit has refused: it says how long to wait."""
    seconds = seconds_to_wait()
    response = _page(429, _("Please wait"), please_wait(seconds))
    response["Retry-After"] = str(ceil(seconds))
    return response


def too_large(request: HttpRequest, *, file: bool) -> HttpResponse:
    """The request is longer than its address takes, which takes a `file` or does not."""
    return _page(
        413,
        _("That is too large"),
        _("A file may have at most 10 MB. Go back and choose a smaller one. Nothing was stored.")
        if file
        else _("This page does not take as much. Go back and send less. Nothing was stored."),
    )


def busy(request: HttpRequest, refusal: BusyError) -> HttpResponse:
    """Others were in the way, or the database took too long: it may work in a moment."""
    response = _page(503, _("Please try again in a moment"), str(refusal))
    response["Retry-After"] = str(_IN_A_MOMENT)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    error = sys.exception()
    # Outside of the views, as where a session is stored, nobody else has looked.
    if error and conflict(error):
        return busy(request, too_busy(error))
    return _page(
        500,
        _("Something went wrong here"),
        _("It is not your fault. Nothing was half done. Please try again in a few minutes."),
    )


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: a form that came from elsewhere, or without cookies."""
    return _page(
        403,
        _("The form was not taken"),
        _(
            "It may have been open for long, or the browser refuses cookies. Go back, load the "
            "page again and send it once more. Nothing was stored."
        ),
    )


def refusals(get_response: GetResponse) -> GetResponse:
    """Middleware that shows a TrothError as a page, since its text is for whoever reads it."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CannotRunError):
            return _page(
                503,
                _("This site has to wait"),
                _(
                    "Its privacy policy cannot run on this release of the platform, and without "
                    "one nothing is done. The provider finds out why, and how it goes on, with: "
                    "troth policy check --published"
                ),
            )
        if isinstance(exception, BusyError):
            return busy(request, exception)
        if isinstance(exception, TrothError):
            return _page(409, _("This cannot be done now"), str(exception))
        return None

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


def _page(status: int, title: str, text: str) -> HttpResponse:
    html = render_to_string("portal/error.html", brand() | {"title": title, "text": text})
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
