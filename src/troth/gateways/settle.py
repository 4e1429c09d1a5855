"""Write down how a payment stands, as its gateway says."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.billing.receive import receive
from troth.billing.refund import refund, reopened
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.gateway import Gateway, Outcome, Standing
from troth.gateways.keep_way import keep_way
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tell_attempt import tell_asked, tell_declined

_ASKS = {
    "amount": gettext_noop("Another amount was paid than was asked for."),
    "currency": gettext_noop("It was paid in another currency than was asked for."),
    "payee": gettext_noop("It was paid to another account than ours."),
}


@act
def settle(number: int, standing: Standing, gateway: Gateway, *, at: datetime) -> None:
    """Book what was paid by an attempt, or note how it stands. Twice is once.

    Only what was asked for is believed: the amount, the currency and our account there. Anything
    else, and what cannot be booked, waits for staff among what gateways told.
    """
    attempt = _locked(number)
    if attempt is None or attempt.payment_id:
        return
    if standing.kept and attempt.keeps and attempt.account:
        keep_way(attempt.account, attempt.gateway, standing.kept, gateway, by=attempt.by, at=at)
    now: dict[str, object] = {"reference": standing.reference or attempt.reference}
    match standing.outcome:
        case Outcome.PAID:
            if wrong := _wrong(attempt, standing, gateway):
                _have_looked_at(attempt, _ASKS[wrong], at)
            else:
                _book(attempt, standing, at)
            return
        case Outcome.DECLINED if not attempt.ended_at:
            now |= {
                "ended_at": at,
                "outcome": Outcome.DECLINED,
                "code": standing.code[:60],
                "again": standing.again,
            }
        case Outcome.UNDERWAY if not attempt.underway_since:
            now |= {"underway_since": at}
        case Outcome.ASKED if not attempt.asked_at:
            now |= {"asked_at": at}
    _write(attempt, **now)
    if attempt.account and attempt.method_id:
        if "ended_at" in now:
            tell_declined(attempt, at=at)
        elif "asked_at" in now:
            tell_asked(attempt, at=at)
    if attempt.refunds_id and "ended_at" in now:
        _have_looked_at(attempt, gettext_noop("The gateway has not paid it back."), at)


def _locked(number: int) -> PaymentAttempt | None:
    """An attempt, locked after its account, as every verb on money does."""
    found = PaymentAttempt.objects.filter(pk=number).values_list("account", flat=True).first()
    if found:
        Account.objects.select_for_update().filter(pk=found).first()
    every = PaymentAttempt.objects.select_related("account", "invoice", "refunds", "by", "method")
    return every.select_for_update(of=("self",)).filter(pk=number).first()


def _wrong(attempt: PaymentAttempt, standing: Standing, gateway: Gateway) -> str:
    """What of a payment is other than was asked for; blank where nothing is."""
    if standing.payee != gateway.payee:
        return "payee"
    if attempt.amount and standing.currency != attempt.currency:
        return "currency"
    return "" if standing.amount == attempt.amount else "amount"


def _book(attempt: PaymentAttempt, standing: Standing, at: datetime) -> None:
    paid: Payment | None = None
    if attempt.amount:
        try:
            paid = (
                _pay_back(attempt, standing, at)
                if attempt.refunds
                else _take(attempt, standing, at)
            )
        except TrothError as refusal:
            _have_looked_at(attempt, str(refusal), at)
            return
    _write(
        attempt,
        reference=standing.reference or attempt.reference,
        payment=paid,
        ended_at=attempt.ended_at or at,
        outcome=Outcome.PAID,
        code="",
        again="",
    )


def _take(attempt: PaymentAttempt, standing: Standing, at: datetime) -> Payment:
    invoice = attempt.invoice
    # What was paid of it meanwhile is to the customer's credit.
    part = min(attempt.amount, max(owed(invoice), 0)) if invoice else 0
    wanted = {invoice: part} if invoice and part else {}
    return receive(
        attempt.account,
        standing.amount,
        standing.currency,
        method=attempt.gateway,
        key=f"{attempt.gateway} {standing.reference}",
        reference=standing.reference,
        allocate=wanted,
        at=at,
    )


def _pay_back(attempt: PaymentAttempt, standing: Standing, at: datetime) -> Payment:
    assert attempt.refunds
    return refund(
        attempt.refunds,
        standing.amount,
        reopen=reopened(attempt.refunds, standing.amount) if attempt.reopens else {},
        key=f"{attempt.gateway} {standing.reference}",
        sent=True,
        at=at,
    )


def _have_looked_at(attempt: PaymentAttempt, why: str, at: datetime) -> None:
    """Have staff see to it, once: among what the gateway told, though we have asked."""
    GatewayEvent.objects.get_or_create(
        gateway=attempt.gateway,
        name=f"{attempt.key} looked up",
        defaults={
            "account": attempt.account,
            "what": "refund" if attempt.refunds_id else "payment",
            "told_at": at,
            "received_at": at,
            "raw": b"",
            "asks": why[:200],
        },
    )


def _write(attempt: PaymentAttempt, **columns: object) -> None:
    PaymentAttempt.objects.filter(pk=attempt.pk).update(**columns)
    for name, value in columns.items():
        setattr(attempt, name, value)
