"""Book what a gateway says of a payment, where it is the one that we have asked for."""

from datetime import datetime

from troth.billing.models import Payment, Transaction
from troth.billing.owed import owed_by
from troth.billing.receive import receive
from troth.billing.refund import left_of_payment
from troth.billing.take_back import take_back
from troth.core.conflicts import act
from troth.gateways.book_fee import book_fee
from troth.gateways.foreign import is_foreign
from troth.gateways.gateway import Gateway, Outcome, Standing, Takes
from troth.gateways.keep_way import keep_way
from troth.gateways.keys import payment_key
from troth.gateways.locked import locked_attempt
from troth.gateways.models import Asks, PaymentAttempt
from troth.gateways.note_open import STILL_OPEN, note_open
from troth.gateways.take_agreed import take_agreed
from troth.gateways.tell_attempt import tell_declined
from troth.gateways.unclear import UnclearError


@act
def book_payment(
    gateway: str, of: Gateway, said: Standing, *, at: datetime, asked: bool = False
) -> Asks | None:
    """Take in the money of an attempt, or note that there is none; why a person has to look at it.

    Only what we have begun is believed, by our own key, to the amount, in the currency and to the
    account of ours that we have asked for. It pays the attempt's invoice. Where that has been paid
    meanwhile, the money is the customer's, so it is to their credit. Told again, and in any order,
    it comes to the same. asked: whether the gateway was asked for this. Raises UnclearError where
    it has to be, as what was paid is said not to be.
    """
    if said.outcome is Outcome.OPEN and isinstance(of, Takes) and not asked:
        raise UnclearError  # the customer may have agreed to pay since
    attempt = _attempt(gateway, said)
    if said.outcome in STILL_OPEN:
        note_open(gateway, said, at=at)
        if said.agreed:
            return _have_taken(of, attempt, said, at=at)
        return None
    key = payment_key(gateway, said.reference)
    booked = Payment.objects.filter(key=key).first() if said.reference else None
    if said.outcome is Outcome.DECLINED:
        if booked:
            return _not_paid_after_all(booked, f"{key} failed", at=at, asked=asked)
        if attempt and attempt.ended_at is None:
            _end(attempt, said, at=at)
            tell_declined(attempt, at=at)
        return None
    if said.outcome is Outcome.LAPSED:
        if attempt and attempt.ended_at is None:
            _end(attempt, said, at=at)
        return None
    if booked is None:
        if attempt is None:
            return Asks.FOREIGN if is_foreign(gateway, said) else Asks.KEY
        if asks := _why_not(of, attempt, said):
            return asks
        if said.amount:
            attempt.payment = _receive(gateway, attempt, said, key, at=at)
        _end(attempt, said, at=at)
    book_fee(gateway, key, said.fee, said.currency, at=at)
    if said.kept and attempt and attempt.account and attempt.keeps:
        keep_way(attempt.account, gateway, said.kept, of, by=attempt.by, at=at)
    return None


def _not_paid_after_all(booked: Payment, key: str, *, at: datetime, asked: bool) -> Asks | None:
    """Take out of the books what is left of a payment that the gateway does not have.

    What we have paid back of it, its customer has had of our own money: no entry says whether they
    are to pay that, so a person sees to it. key: what this is called.
    """
    if Payment.objects.filter(key=key).exists() or not left_of_payment(booked):
        return None  # it is known that it went back
    if not asked:
        raise UnclearError
    back = Transaction.objects.filter(
        kind=Transaction.Kind.REFUND,
        postings__payment__refunds=booked,
        postings__payment__taken_back_at=None,
    )
    asks = Asks.PART_BACK if back.exists() else None
    take_back(booked, Transaction.Kind.CHARGEBACK, at=at, key=key)
    return asks


def _attempt(gateway: str, said: Standing) -> PaymentAttempt | None:
    """The one that our key names, locked; nobody is asked about others' keys."""
    if not said.key:
        return None
    return locked_attempt(gateway=gateway, key=said.key, refunds=None)


def _why_not(of: Gateway, attempt: PaymentAttempt, said: Standing) -> Asks | None:
    """Why a payment is not what an attempt has asked for."""
    if said.payee != of.payee:
        return Asks.PAYEE
    if said.currency != attempt.currency and (said.amount or attempt.amount):
        return Asks.CURRENCY
    if said.amount != attempt.amount:
        return Asks.AMOUNT
    if attempt.payment_id:
        return Asks.TWICE
    if attempt.account is None:
        return Asks.ERASED
    if attempt.invoice and attempt.invoice.account_id != attempt.account_id:
        return Asks.ANOTHERS
    return None


def _receive(
    gateway: str, attempt: PaymentAttempt, said: Standing, key: str, *, at: datetime
) -> Payment:
    invoice = attempt.invoice
    owed = owed_by([invoice]).get(invoice.pk, 0) if invoice else 0
    pays = {invoice: min(owed, said.amount)} if invoice and owed > 0 else {}
    return receive(
        attempt.account,
        said.amount,
        said.currency,
        at=at,
        method=gateway,
        key=key,
        reference=said.reference[:140],
        allocate=pays,
    )


def _end(attempt: PaymentAttempt, said: Standing, *, at: datetime) -> None:
    attempt.reference = said.reference or attempt.reference
    lapsed = said.outcome is Outcome.LAPSED
    attempt.ended_at, attempt.outcome = at, "" if lapsed else said.outcome
    declined = said.outcome is Outcome.DECLINED
    attempt.code, attempt.again = (said.code[:60], said.again) if declined else ("", "")
    attempt.save(update_fields=["payment", "reference", "ended_at", "outcome", "code", "again"])


def _have_taken(
    of: Gateway, attempt: PaymentAttempt | None, said: Standing, *, at: datetime
) -> Asks | None:
    """Have what a customer has agreed to pay taken, where it is what we still wait for."""
    if attempt is None or attempt.ended_at:
        return None  # they go without, or pay otherwise: then nothing is taken
    if asks := _why_not(of, attempt, said):
        return asks
    take_agreed(attempt, at=at)
    return None
