"""What an erasure reaches beyond the tables, and what it does not, in sentences."""

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.provider import provider


def outside(person: Person | None = None) -> list[str]:
    """What is told with a preview of somebody's erasure, and without a person on its receipt."""
    told = []
    if provider().mailbox:
        told.append(
            _(
                "The e-mails by which something was asked of us are deleted from our mailbox as "
                "well, within minutes; if it cannot be reached, we try until it is done."
            )
        )
    if person and not has_verified_email(person):
        told.append(
            _(
                "What was asked from this e-mail address without signing in stays for its own "
                "time: the address is not confirmed, and could be somebody else's. Once it is "
                "confirmed, that is erased too."
            )
        )
    return told
