"""Note of an attempt that is still open how it stands."""

from datetime import datetime

from troth.gateways.gateway import Outcome, Standing
from troth.gateways.models import PaymentAttempt
from troth.gateways.tell_attempt import tell_asked

STILL_OPEN = frozenset({Outcome.OPEN, Outcome.UNDERWAY, Outcome.ASKED})


def note_open(gateway: str, said: Standing, *, at: datetime) -> None:
    """What the gateway calls it, and since when its money is underway or it is to be confirmed.

    Who is away is told that it is to be confirmed, once.
    """
    mine = PaymentAttempt.objects.select_for_update(of=("self",)).select_related("account")
    begun = mine.filter(gateway=gateway, key=said.key, ended_at=None, account__isnull=False)
    attempt = begun.first() if said.key else None
    if attempt is None:
        return
    attempt.reference = said.reference or attempt.reference
    asked = said.outcome is Outcome.ASKED and attempt.asked_at is None
    if asked:
        attempt.asked_at = at
    if said.outcome is Outcome.UNDERWAY:
        attempt.underway_since = attempt.underway_since or at
    attempt.save(update_fields=["reference", "asked_at", "underway_since"])
    if asked and attempt.method_id:
        tell_asked(attempt, at=at)
