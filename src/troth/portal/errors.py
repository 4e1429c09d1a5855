"""Pages for what went wrong, in the frame of all others: with the provider's name, and ways on.

Where the database may be what failed, they are made of what is known without asking it.
"""

import sys
from math import ceil

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from troth.core.conflicts import BusyError, conflict
from troth.core.conflicts import busy as too_busy
from troth.core.errors import TrothError
from troth.portal.access import ClosedError, GetResponse, came_from
from troth.portal.context import brand
from troth.portal.wait import please_wait, seconds_to_wait
from troth.publishing.running import CannotRunError

_IN_A_MOMENT = 5  # seconds after which a browser or a program may ask again


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    # Another click or tab has signed in or out meanwhile; the sign-in page knows how it stands.
    if isinstance(exception, SessionInterrupted):
        return redirect(settings.LOGIN_URL)
    # Its host may be none of ours, and its session unreadable.
    return _plain(
        400,
        _("This request could not be read"),
        _("Go back and try again. If it happens again, begin at the start page."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    text = _(
        "It belongs to somebody else, or your access to the account does not include it. The "
        "owner of the account can change what you have access to."
    )
    if isinstance(exception, ClosedError):
        text = str(exception)
    return _page(request, 403, _("You have no access to this page"), text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped, or what was here has been moved or deleted."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Allauth's handler429, right after a limit has refused: it says how long to wait."""
    seconds = seconds_to_wait()
    response = _page(request, 429, _("Please wait"), please_wait(seconds))
    response["Retry-After"] = str(ceil(seconds))
    return response


def too_large(request: HttpRequest, *, file: bool) -> HttpResponse:
    """The request is longer than its address takes, which takes a `file` or does not."""
    return _page(
        request,
        413,
        _("That is too large"),
        _("A file may be up to 10 MB. Go back and choose a smaller one. Nothing was saved.")
        if file
        else _("This page does not take that much. Go back and send less. Nothing was saved."),
    )


def busy(request: HttpRequest, refusal: BusyError) -> HttpResponse:
    """Others were in the way, or the database took too long: it may work in a moment."""
    response = _plain(503, _("Please try again in a moment"), str(refusal), again=_again(request))
    response["Retry-After"] = str(_IN_A_MOMENT)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    error = sys.exception()
    # Outside of the views, as where a session is stored, nobody else has looked.
    if error and conflict(error):
        return busy(request, too_busy(error))
    return _plain(
        500,
        _("Something went wrong here"),
        _(
            "This is our fault, not yours. Nothing was half done. "
            "Please try again in a few minutes."
        ),
        again=_again(request),
    )


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: a form that came from elsewhere, or without cookies."""
    return _page(
        request,
        403,
        _("Your form was not accepted"),
        _(
            "The page may have been open for too long, or your browser refuses cookies. Go back, "
            "reload the page and send it again. Nothing was saved."
        ),
    )


def refusals(get_response: GetResponse) -> GetResponse:
    """Middleware that shows a TrothError as a page, since its text is for whoever reads it."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CannotRunError):
            return _plain(
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
            return _page(request, 409, _("This cannot be done now"), str(exception))
        return None

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """In the frame of the site, with the ways on of whoever asks, where all that can be told."""
    if not hasattr(request, "user"):  # refused before anybody looked who asks
        return _plain(status, title, text)
    context = {"status": status, "title": title, "text": text, "back": _back(request)}
    try:
        html = render_to_string("portal/error.html", context, request)
    except (DatabaseError, TrothError):
        return _plain(status, title, text)
    return _answer(html, status)


def _plain(status: int, title: str, text: str, *, again: str = "") -> HttpResponse:
    """Without asking the database for anything. `again` is a path that is worth another try."""
    context = {"status": status, "title": title, "text": text, "again": again}
    return _answer(render_to_string("portal/error.html", brand() | context), status)


def _answer(html: str, status: int) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _back(request: HttpRequest) -> str:
    """The page before this one, or the one with the form; empty where there is none of ours."""
    path = came_from(request)
    return "" if request.method == "GET" and path == request.get_full_path() else path


def _again(request: HttpRequest) -> str:
    """The path of what was only read."""
    return request.get_full_path() if request.method == "GET" else ""
