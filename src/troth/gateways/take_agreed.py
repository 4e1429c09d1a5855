"""Have a gateway take what its customer has agreed to pay there.

That a customer has agreed is learnt when the gateway is asked how a payment stands. To take the
money then and there would have a question move it, and nobody could tell whether it did when the
answer is lost. So it is a call of its own, which is stored before it is made, made once, and looked
up when it is in doubt. And it is ours to leave it: what has been paid otherwise is not taken.
"""

from datetime import datetime

from troth.billing.owed import owed
from troth.calls.ask import ask
from troth.calls.errors import InDoubt
from troth.calls.models import Call
from troth.calls.work import work
from troth.gateways.models import PaymentAttempt


def take_agreed(attempt: PaymentAttempt, *, at: datetime) -> None:
    """Ask for it, in the transaction of whoever has locked the attempt; twice is one call.

    Where the invoice owes less by now, nothing is taken, and the attempt ends: the customer pays
    what is left by another.
    """
    if attempt.invoice and owed(attempt.invoice) < attempt.amount:
        attempt.ended_at = at
        attempt.save(update_fields=["ended_at"])
        return
    ask("gateway", attempt.gateway, "take", attempt, key=_key(attempt), at=at)


def wait_until_taken(attempt: PaymentAttempt, *, at: datetime) -> None:
    """Make the call now, for a customer who waits. Not within a transaction.

    Raises InDoubt where it does not end by that.
    """
    call = Call.objects.filter(key=_key(attempt)).first()
    if call is not None:
        work(call.pk, at=at)
    attempt.refresh_from_db()
    if not (attempt.ended_at or attempt.underway_since):
        raise InDoubt("The gateway is asked to take it.")


def _key(attempt: PaymentAttempt) -> str:
    return f"take {attempt.key}"
