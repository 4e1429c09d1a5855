"""Send a message again that was given up."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.messaging.events import SENT_AGAIN
from troth.messaging.models import Message
from troth.messaging.tasks import deliver_soon
from troth.publishing.evidence import note


@act
def send_again(number: int, *, at: datetime) -> None:
    """Put it back into the outbox, to the address that it was for.

    It is asked anew whether its person still agrees. Raises TrothError for one that was not given
    up, or held a secret, which is gone since.
    """
    given_up = Message.objects.select_for_update(of=("self",)).filter(failed_at__isnull=False)
    message = given_up.select_related("person").filter(pk=number).first()
    if message is None:
        raise TrothError(_("This message waits in the outbox, or has been sent."))
    if message.secret:
        raise TrothError(
            _("It held a link that signs in, and is emptied. Have the customer ask for another.")
        )
    message.failed_at, message.failed_because, message.bounced_at = None, "", None
    message.attempts, message.next_at = 0, at
    message.save(update_fields=["failed_at", "failed_because", "bounced_at", "attempts", "next_at"])
    subject = message.person.pseudonym if message.person else None
    note(SENT_AGAIN, at=at, rule=message.rule, subject=subject)
    deliver_soon.defer(number=message.pk)
