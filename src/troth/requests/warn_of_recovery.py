"""Warn whoever signs in with an address that somebody asks to be let in with it."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send
from troth.requests.models import RightsRequest
from troth.requests.waits_to_be_let_in import count_who_asks


@act
def warn_of_recovery(request: RightsRequest, *, at: datetime) -> None:
    """Mail the person whom a request names, if there is one; it counts as an attempt of theirs."""
    person = Person.objects.by_email(request.signs_in_as)
    if person is None or not person.is_active:
        return
    count_who_asks(person, request.signs_in_as, at=at)
    with in_language_of(person, at=at):
        subject = _("Somebody is asking for access to your account")
        text = _(
            "Somebody wrote to us that they cannot get into your account any more. If that "
            "was you, you need to do nothing. If it was not, write to us now."
        )
        body = letter(person, text, at=at)
    send(person, subject=subject, body=body, at=at)
