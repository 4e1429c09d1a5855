"""Decide about a bank account whose holder did not fit, or was not told by the bank."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import CHECK_DECIDED
from troth.gateways.follow_check import KIND, end_check
from troth.gateways.models import PaymentAttempt
from troth.gateways.tell_check import tell_check
from troth.publishing.evidence import note


@act
def decide_check(attempt: PaymentAttempt, *, accept: bool, why: str, at: datetime) -> None:
    """Hand it over to the gateway, or end it and have it let go of; the customer is told. why: in
    words, for staff.

    Raises TrothError where it waits no longer, and without a word.
    """
    why = why.strip()
    if not why:
        raise TrothError(_("Say why you decide this way."))
    waits = PaymentAttempt.objects.to_decide().filter(pk=attempt.pk)
    if not waits.update(decided_at=at, decided_why=why[:200]):
        raise TrothError(_("This has already been decided, or is over."))
    subject = attempt.account.pseudonym if attempt.account else None
    counts = {"accepted": accept}
    note(CHECK_DECIDED, "keep.payment-attempt", at=at, subject=subject, counts=counts)
    if accept:
        ask(KIND, attempt.gateway, "hand over", attempt, key=f"hand over {attempt.key}", at=at)
    else:
        end_check(attempt, "refused by staff", at=at)
    tell_check(attempt, accepted=accept, at=at)
