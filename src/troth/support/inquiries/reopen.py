"""Open an inquiry again by the mail with which its answer was answered."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.messaging.language import in_language_of
from troth.publishing.evidence import note
from troth.requests.models import RightsRequest
from troth.requests.put_aside import put_aside
from troth.support.events import INQUIRY_REOPENED
from troth.support.models import Inquiry


@act
def reopen(number: int, mail: RightsRequest, *, automatic: bool, at: datetime) -> bool:
    """Add a mail to the inquiry, and our answer above it; whether it was added.

    Not what a program may have written (`automatic`), which needs no answer, nor where the inquiry
    is gone, or kept by law alone. The mail itself is put aside, and stays in the mailbox.
    """
    found = Inquiry.objects.select_for_update(of=("self",)).filter(pk=number, kept_since=None)
    inquiry = found.first()
    if inquiry is None or automatic:
        return False
    words = [inquiry.message]
    if inquiry.answer and inquiry.closed_at:
        with in_language_of(None, at=at):  # who reads it at the desk
            ours = _("%(day)s, our answer:") % {"day": day_at(inquiry.closed_at)}
        words.append(f"{ours}\n{inquiry.answer}")
    by = "" if mail.sender == inquiry.email else f", {mail.sender}"
    words.append(f"{day_at(mail.asked_at)}{by}:\n{mail.text}")
    inquiry.message, inquiry.answer, inquiry.closed_at = "\n\n".join(filter(None, words)), "", None
    inquiry.save(update_fields=["message", "answer", "closed_at"])
    put_aside(mail, "inquiry", at=at)
    note(
        INQUIRY_REOPENED,
        at=at,
        rule=inquiry.rule,
        subject=inquiry.person.pseudonym if inquiry.person else None,
        counts={"inquiry": inquiry.pk},
    )
    return True
