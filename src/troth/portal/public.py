"""What everybody may see: the welcome and the brand."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from troth.core.brand import stylesheet
from troth.core.provider import provider

_OURS = "#0b5d57"  # the colour of the platform, in its icon


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """What this place is, and the ways on."""
    return render(request, "portal/welcome.html")


@require_safe
@cache_control(public=True, max_age=3600)
def brand(request: HttpRequest) -> HttpResponse:
    """The provider's accent colour, as tokens over those of troth.css."""
    accent = provider().accent
    if not accent:
        raise Http404
    return HttpResponse(stylesheet(accent), content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def icon(request: HttpRequest) -> HttpResponse:
    """The icon of the site in the provider's colour, also where browsers ask for it unbidden."""
    found = finders.find("portal/icon.svg")
    assert isinstance(found, str)
    drawn = Path(found).read_text()
    accent = provider().accent
    if accent:
        drawn = drawn.replace(_OURS, accent)
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=3600)
def logo(request: HttpRequest) -> HttpResponseBase:
    """The provider's logo."""
    path = Path(provider().logo)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"))
