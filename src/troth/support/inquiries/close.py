"""Close an inquiry, mostly by answering it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.core.conflicts import act
from troth.core.day import day, day_at
from troth.core.errors import TrothError
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send_to_stranger
from troth.messaging.thread import thread_of
from troth.publishing.evidence import note
from troth.support.events import INQUIRY_ANSWERED, INQUIRY_CLOSED
from troth.support.models import Inquiry

REASONS = {
    "settled": gettext_lazy("it is settled, or was answered elsewhere"),
    "advertisement": gettext_lazy("an advertisement"),
    "elsewhere": gettext_lazy("meant for somebody else"),
    "twice": gettext_lazy("the same as another message"),
}


@act
def close(inquiry: Inquiry, *, at: datetime, answer: str = "", why: str = "") -> Inquiry:
    """Close an inquiry. An answer goes to the address that it came from, which serves nothing else.

    Without an address, after a call, the answer is a note. why: one of REASONS, where there is no
    answer. Raises TrothError without either, and when the inquiry is closed or gone.
    """
    if not answer.strip() and why not in REASONS:
        raise TrothError(_("Answer the inquiry, or say why it needs no answer."))
    # The lock makes of two clicks one answer.
    current = Inquiry.objects.select_for_update(of=("self",)).filter(pk=inquiry.pk).first()
    if current is None or current.closed_at:
        raise TrothError(_("This inquiry has already been closed."))
    current.answer, current.closed_at = answer.strip(), at
    current.save(update_fields=["answer", "closed_at"])
    if current.answer and current.email:
        with in_language_of(current.person, at=at):
            subject = _("Your inquiry of %(day)s") % {"day": day(current.asked_at)}
            body = letter(current.person, current.answer, at=at)
        thread = thread_of("inquiry", current.pk)
        send_to_stranger(current.email, None, subject=subject, body=body, at=at, thread=thread)
    days = day_at(at) - day_at(current.asked_at)
    told = {} if current.answer else {"why": why}
    note(
        INQUIRY_ANSWERED if current.answer else INQUIRY_CLOSED,
        at=at,
        rule=current.rule,
        subject=current.person.pseudonym if current.person else None,
        counts={"inquiry": current.pk, "days": max(days.days, 0), **told},
    )
    return current
