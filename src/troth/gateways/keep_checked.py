"""Keep a bank account that was checked as a payment method, and take by it what was to be paid."""

from datetime import datetime
from uuid import uuid4

from troth.accounts.locked import lock_or_refuse
from troth.billing.owed import owed
from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.gateways.events import BEGUN
from troth.gateways.follow_check import end_check
from troth.gateways.gateway import Gateway, Kept, Outcome
from troth.gateways.keep_way import keep_way
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.publishing.evidence import note


@act
def keep_checked(
    attempt: PaymentAttempt, name: str, gateway: Gateway, kept: Kept, *, at: datetime
) -> None:
    """End the attempt of a check with the payment method that it brought; what is still owed is
    begun to be taken. What came too late is removed again. Twice is once."""
    assert attempt.account
    lock_or_refuse(attempt.account)
    found = PaymentAttempt.objects.select_for_update(of=("self",)).select_related("account")
    mine = found.filter(pk=attempt.pk, method=None).first()
    if mine is None or mine.account is None:
        return
    way = keep_way(mine.account, name, kept, gateway, by=mine.by, at=at)
    if way is None:
        end_check(mine, "kept already", at=at)
        return
    if mine.ended_at:  # meanwhile another way was chosen, and the gateway has it already
        remove_way(mine.account, way.pk, at=at)
        return
    PaymentMethod.objects.filter(pk=way.pk).update(proved_by=mine.gateway, proof=mine.proof)
    mine.method, mine.ended_at = way, at
    mine.proof = mine.proof_account = ""  # the way has it from now on
    mine.outcome = "" if mine.amount else Outcome.PAID
    mine.save(
        update_fields=["method", "ended_at", "proof", "proof_account", "outcome"],
    )
    _take(mine, way, at=at)


def _take(attempt: PaymentAttempt, way: PaymentMethod, *, at: datetime) -> None:
    invoice = attempt.invoice
    amount = min(owed(invoice), attempt.amount) if invoice else attempt.amount
    if amount <= 0 or attempt.account is None:
        return
    taken = PaymentAttempt.objects.create(
        account=attempt.account,
        by=attempt.by,
        invoice=invoice,
        method=way,
        gateway=way.gateway,
        key=uuid4().hex,
        amount=amount,
        currency=attempt.currency,
        started_at=at,
    )
    note(BEGUN, "keep.payment-attempt", at=at, subject=attempt.account.pseudonym)
    ask("gateway", way.gateway, "charge", taken, key=f"charge {taken.key}", at=at)
