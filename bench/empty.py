"""The platform's addresses, and beside them the least that a Django view can be."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from troth.accounts.models import Membership
from troth.portal.access import outside_the_wall
from troth.urls import *  # noqa: F403  (the handlers)
from troth.urls import urlpatterns as platform

ADDRESS = "/empty/"


@outside_the_wall
def empty(request: HttpRequest) -> HttpResponse:
    """A session and one query, without a template."""
    mine = Membership.objects.filter(person=request.session["_auth_user_id"])
    return HttpResponse(str(mine.count()))


urlpatterns = [path("empty/", empty), *platform]
