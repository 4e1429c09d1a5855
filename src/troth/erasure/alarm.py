"""Tell the staff who can see to it that something does not run as it must."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.gates.roles import OWNER, PRIVACY
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send

logger = logging.getLogger(__name__)


def alarm(subject: Promise, text: Promise, values: Mapping[str, object], *, at: datetime) -> None:
    """Mail owners and who answers for privacy, each in their language.

    subject and text: as gettext_lazy gives them, so that they are read in that language.
    """
    staff = Person.objects.filter(is_staff=True, is_active=True, staff_role__in=(OWNER, PRIVACY))
    for person in staff.order_by("pk"):
        with in_language_of(person, at=at):
            try:
                body = letter(person, str(text) % values, at=at)
                send(person, subject=str(subject), body=body, at=at)
            except TrothError:  # a policy without any mail that needs no consent
                logger.error("staff could not be told by mail of what does not run")
