"""Book what a gateway has paid back, whether it began here or there."""

from dataclasses import replace
from datetime import datetime

from troth.billing.models import Payment, Posting, Transaction
from troth.billing.never_arrived import never_arrived
from troth.billing.never_went import never_went
from troth.billing.owed import at_hand
from troth.billing.refund import refund, reopened
from troth.billing.release import release
from troth.billing.reserve import reserved
from troth.billing.take_back import take_back
from troth.core.conflicts import act
from troth.gateways.book_fee import book_fee
from troth.gateways.gateway import Gateway, Outcome, Standing, What
from troth.gateways.keys import payment_key
from troth.gateways.locked import lock_payment, locked_attempt
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt
from troth.gateways.note_open import STILL_OPEN, note_open
from troth.gateways.unclear import UnclearError


@act
def book_refund(gateway: str, of: Gateway, said: Standing, *, at: datetime) -> Asks | None:
    """Take out of the books what went back at the gateway; why a person has to look at it.

    Of what began here, by our own key, the attempt says whether invoices owe it again; where its
    customer is erased meanwhile, it comes from what was kept for it. What began
    there comes from the customer's balance, and what that does not have, from the invoices that the
    payment has paid: they owe it again, which a person has to look at. What does not arrive is here
    again, in whatever order that is told. Told twice it is booked once. Raises UnclearError where
    the payment is not known yet.
    """
    if said.outcome in STILL_OPEN:
        note_open(gateway, said, at=at)
        return None
    key = payment_key(gateway, said.reference)
    attempt = _attempt(gateway, said)
    of_it = Payment.objects.filter(key=payment_key(gateway, said.of))
    payment = attempt.refunds if attempt else of_it.select_related("account").first()
    account = lock_payment(payment) if payment else None
    back = Payment.objects.filter(key=key, amount__lt=0).first()
    if said.outcome is not Outcome.PAID:
        return _failed(attempt, said, back, at=at)
    if back:
        if attempt and attempt.ended_at is None:
            _end(attempt, said, back, at=at)
        return None
    if _has_failed(gateway, said):
        return _failed(attempt, replace(said, outcome=Outcome.DECLINED), None, at=at)
    if payment is None:
        raise UnclearError
    if said.payee != of.payee:
        return Asks.PAYEE
    if said.currency != payment.currency:
        return Asks.CURRENCY
    kept = _kept(attempt, said)
    if kept and kept.amount != -said.amount:
        return Asks.AMOUNT
    if attempt:
        if said.amount != attempt.amount:
            return Asks.AMOUNT
        again = reopened(payment, said.amount) if attempt.reopens else {}
        held = release(attempt.key, at=at)
    elif kept:
        again, held = {}, release(said.key, at=at)
    else:
        held = None
        has = max(at_hand(account, payment.currency), 0) if account else 0
        again = reopened(payment, said.amount - min(has, said.amount))
    back = refund(payment, said.amount, at=at, reopen=again, key=key, sent=True, set_aside=held)
    book_fee(gateway, key, said.fee, said.currency, at=at)
    if attempt:
        _end(attempt, said, back, at=at)
        return None
    return Asks.REOPENED if again else None


def _failed(
    attempt: PaymentAttempt | None, said: Standing, back: Payment | None, *, at: datetime
) -> Asks | None:
    """Book that a refund has not arrived. What nobody here knows of, nobody waits for."""
    if back and back.taken_back_at:
        return None  # that was told before
    if back:
        never_arrived(back, at=at)
        _is_gone_with_its_payment(back, at=at)
    waited = attempt is not None and attempt.ended_at is None
    if attempt is None and _kept(attempt, said):
        never_went(said.key, at=at)
        return Asks.FAILED
    if attempt and waited:
        never_went(attempt.key, at=at)
        _end(attempt, said, None, at=at)
    return Asks.FAILED if back or waited else None


def _is_gone_with_its_payment(back: Payment, *, at: datetime) -> None:
    """Where the payment was not paid after all, what comes back of it is not there either."""
    payment = back.refunds
    if payment and Payment.objects.filter(key=f"{payment.key} failed").exists():
        take_back(payment, Transaction.Kind.CHARGEBACK, at=at, key=f"{back.key} failed")


def _kept(attempt: PaymentAttempt | None, said: Standing) -> Posting | None:
    """What is kept for a refund of ours whose attempt is gone, as its customer is erased."""
    entry = reserved(said.key) if said.key and attempt is None else None
    return entry.postings.get(part=Posting.GOING_BACK) if entry else None


def _has_failed(gateway: str, said: Standing) -> bool:
    """Whether the gateway has told before that this refund, which it tells of now, failed."""
    told = GatewayEvent.objects.filter(gateway=gateway, payment=said.of, reference=said.reference)
    return told.filter(what=What.REFUND, outcome=Outcome.DECLINED).exists()


def _attempt(gateway: str, said: Standing) -> PaymentAttempt | None:
    """Our own, which has this paid back; locked."""
    if not said.key:
        return None
    return locked_attempt(gateway=gateway, key=said.key, refunds__isnull=False)


def _end(attempt: PaymentAttempt, said: Standing, back: Payment | None, *, at: datetime) -> None:
    release(attempt.key, at=at)
    attempt.payment, attempt.reference = back, said.reference
    attempt.ended_at, attempt.outcome = at, said.outcome
    attempt.code = said.code[:60] if back is None else ""
    attempt.save(update_fields=["payment", "reference", "ended_at", "outcome", "code"])
