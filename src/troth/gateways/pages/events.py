"""Where gateways tell what has happened: their signature decides, and nothing else is asked."""

import logging

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from troth.core.database.keep_open import keep_open
from troth.gateways.gateway import ForgedError
from troth.gateways.installed import gateways
from troth.gateways.take_in import take_in
from troth.gateways.tasks import wake
from troth.portal.access import outside_the_wall, unstored
from troth.portal.errors import too_many

logger = logging.getLogger(__name__)


@csrf_exempt  # a program posts it, without a cookie; the gateway's signature decides
@outside_the_wall  # it is no customer's act, whoever's cookie comes with it
@require_POST
@unstored
def take_event(request: HttpRequest, gateway: str) -> HttpResponse:
    """Store an event. Its 204 says that it is stored, so that the gateway need not tell it again.

    400 for what the gateway has not signed, or long ago; 404 where no such gateway is switched on.
    More than other requests may have (256 kB) it may not have either.
    """
    of = gateways().get(gateway)
    if of is None:
        raise Http404
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        take_in(gateway, of, request.body, headers, at=timezone.now())
    except ForgedError:
        # Nothing of it is kept: it may be anybody's.
        logger.warning("an event that %s has not signed, or long ago, was refused", gateway)
        if not ratelimit.consume(request, action="forged_event"):
            return too_many(request)
        return HttpResponse("The signature is not right, or too old.\n", "text/plain", 400)
    wake()
    keep_open()
    return HttpResponse(status=204)
