"""The language of pages: what somebody has chosen, before what their browser says."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.accounts.correct_person import correct_person
from troth.accounts.models import Person
from troth.accounts.sessions import LANGUAGE
from troth.portal.access import GetResponse, came_from, unstored


def language(get_response: GetResponse) -> GetResponse:
    """Middleware. It stands after whoever is signed in is known, and after Django's own choice."""

    def respond(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or request.session.get(LANGUAGE, "")
        if chosen and translation.check_for_language(chosen):
            with translation.override(chosen):
                request.LANGUAGE_CODE = chosen
                return get_response(request)
        return get_response(request)

    return respond


@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def choose_language(request: HttpRequest) -> HttpResponse:
    """Choose one: stored with a person, and with the session of whoever has not signed in.

    A visitor who chooses none is given no cookie; so the choice is on a page of its own.
    """
    back = request.POST.get("next") or came_from(request)
    if request.method != "POST":
        return render(request, "portal/language.html", {"back": back})
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    if isinstance(request.user, Person):
        correct_person(request.user, {"language": chosen}, at=timezone.now())
    else:
        request.session[LANGUAGE] = chosen
    with translation.override(chosen):
        messages.success(request, _("These pages are in English now."))
    ours = url_has_allowed_host_and_scheme(
        back, request.get_host(), require_https=request.is_secure()
    )
    # A path and nothing else: `redirect` would take a word for the name of a page.
    return HttpResponseRedirect(back if ours and back.startswith("/") else reverse("welcome"))
