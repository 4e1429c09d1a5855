"""Take back a direct debit that came back, or was never collected."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.models import Payment, Transaction
from troth.billing.refund import left_of_payment
from troth.billing.take_back import take_back
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.gateway import Again, Outcome
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.lose_way import lose_way
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.book_collection import debit_key
from troth.gateways.sepa.models import Collection, Mandate
from troth.gateways.sepa.reasons import again, ends_mandate
from troth.gateways.tell_attempt import tell_declined


@act
def come_back(collection: Collection, code: str, *, at: datetime, key: str) -> Payment:
    """Have the invoice of a direct debit owe again, as the bank took the money back; the payment
    that says so.

    code: why (ISO 20022), which decides whether it is tried again, and whether the mandate ends.
    It may be months later (eight weeks by right, thirteen months where nobody has signed: PSD2
    Art. 71, 77), and of a customer who has been erased. key: what the return is called in our
    books. Raises TrothError where it was not booked, or came back already.
    """
    payment = Payment.objects.filter(key=debit_key(collection.key)).first()
    if payment is None or not left_of_payment(payment):
        raise TrothError(_("This direct debit is not booked, or came back already."))
    back = take_back(payment, Transaction.Kind.CHARGEBACK, at=at, key=key)
    _end(collection, code, at=at)
    return back


@act
def not_collected(collection: Collection, code: str, *, at: datetime) -> None:
    """Note that the bank has not collected it at all, as it tells before the day (pain.002).

    Raises TrothError for what is in no file, or has ended.
    """
    if collection.account:
        lock_or_refuse(collection.account)
    open_ = Collection.objects.filter(pk=collection.pk, file__isnull=False, ended_at=None)
    if not open_.update(ended_at=at):
        raise TrothError(_("The bank was not told to collect this, or it has ended already."))
    _end(collection, code, at=at)


def _end(collection: Collection, code: str, *, at: datetime) -> None:
    """Note it with the attempt, which may be gone long before the mandate is."""
    related = ("account", "invoice", "method")
    attempt = PaymentAttempt.objects.select_related(*related).filter(key=collection.key).first()
    mandate = Mandate.objects.filter(collections=collection).first()
    if mandate and ends_mandate(code):
        told = attempt is not None and attempt.method is not None
        lose_way(DIRECT_DEBIT, mandate.reference, at=at, told=told)
    if attempt is None:
        return
    attempt.ended_at = attempt.ended_at or at
    attempt.outcome, attempt.code, attempt.again = Outcome.DECLINED, code[:60], again(code)
    attempt.save(update_fields=["ended_at", "outcome", "code", "again"])
    if attempt.again != Again.LATER or attempt.payment_id is None:
        tell_declined(attempt, at=at)
