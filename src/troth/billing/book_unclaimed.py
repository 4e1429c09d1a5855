"""Book a balance whose customer has been erased."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from troth.billing.events import UNCLAIMED_BOOKED
from troth.billing.models import Payment, Posting, Transaction
from troth.billing.post import Leg, post
from troth.billing.refund import refuse_more_than
from troth.billing.unclaimed import unclaimed
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

Ledger = Posting.Ledger
_LOCK = int.from_bytes(b"balance")


@act
def book_unclaimed(
    currency: str, amount: int | None = None, *, seen: int, at: datetime, reference: str = ""
) -> None:
    """Book `amount` (minor units) of what erased customers had to their credit, or all of it.

    It becomes income; or, with the reference of a transfer, it was paid out by that to somebody
    who could show that it is theirs. seen: how much there was when this was decided. Raises
    TrothError for more than there is, and where it is not what was seen.
    """
    with connection.cursor() as cursor:  # there is no account to lock
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    most = unclaimed().get(currency, 0)
    if most != seen:
        raise TrothError(_("Something has been entered in the meantime. Please look again."))
    amount = most if amount is None else amount
    refuse_more_than(most, amount)
    where = Leg(Ledger.UNCLAIMED, -amount)
    if reference:
        payment = Payment.objects.create(
            account=None,
            received_at=at,
            currency=currency,
            amount=-amount,
            method="transfer",
            reference=reference,
        )
        where = Leg(Ledger.CASH, -amount, part=payment.method, payment=payment)
    post(
        Transaction.Kind.UNCLAIMED,
        [Leg(Ledger.CREDIT, amount), where],
        currency=currency,
        account=None,
        at=at,
    )
    note(UNCLAIMED_BOOKED, "keep.ledger", at=at, counts={"balances": 1})
