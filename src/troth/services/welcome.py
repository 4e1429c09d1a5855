"""Tell a customer that their service is there, with the welcome of its product."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.catalog.welcome import filled
from troth.messaging.link import link
from troth.services.models import Service
from troth.services.tell import called, tell


def welcome(service: Service, *, at: datetime) -> None:
    """Write that it is set up, and what staff have written for the product."""
    tell(service, lambda: _words(service), at=at)


def _words(service: Service) -> tuple[str, str]:
    told = {
        "label": service.label,
        "product": service.said,
        "link": link("service", service.account_id, service.pk),
    }
    own = filled(service.offer.said.welcome, told) if service.offer else ""
    ready = _("Your service %(service)s is set up.") % {"service": called(service)}
    return _("Your service is set up"), "\n\n".join(filter(None, (ready, own)))
