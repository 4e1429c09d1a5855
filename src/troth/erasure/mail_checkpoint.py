"""The journal's checkpoint by mail: a mailbox is a place that nobody here can rewrite."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.journal.ask_witness import with_cosignatures
from troth.journal.key import public_key
from troth.journal.models import Checkpoint
from troth.messaging.language import language_of
from troth.messaging.letter import letter
from troth.messaging.send import send_to_stranger
from troth.publishing.running import policy_on

OFTEN = {"daily": 1, "weekly": 7, "never": 0}  # in days


def mail_checkpoint(*, at: datetime) -> bool:
    """Mail the last checkpoint to the policy's privacy contact, if one was signed since the last
    time; whether it was.

    `daily` is every day and `weekly` each Monday, by the setting CHECKPOINT_MAIL.
    """
    days = OFTEN[provider().checkpoint_mail]
    policy = policy_on(at, missing_ok=True)
    latest = Checkpoint.objects.order_by("size").last()
    if not days or policy is None or latest is None or latest.at <= at - timedelta(days=days):
        return False
    if days == OFTEN["weekly"] and at.weekday() != 0:
        return False
    with translation.override(language_of(None, policy)):
        subject = _("Checkpoint of the journal: %(size)s entries") % {"size": latest.size}
        text = _(
            "Keep this mail. It says by a signature what the journal of %(site)s was when it was "
            "sent. Saved as a file, as it is, it is held to the journal at any later time by "
            "`troth journal verify --checkpoint FILE`, which finds out if anything before was "
            "changed.\n\nThe public key: %(key)s\n\n%(checkpoint)s"
        ) % {
            "site": provider().site_url,
            "key": public_key(make=False),
            "checkpoint": with_cosignatures(latest),
        }
        body = letter(None, text, at=at)
    contact = policy.tables.provider.privacy_contact
    # Under a policy by which no mail goes without a consent, none goes.
    with suppress(TrothError):
        send_to_stranger(contact, None, subject=subject, body=body, at=at)
        return True
    return False
