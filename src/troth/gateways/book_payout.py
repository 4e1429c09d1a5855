"""Book that money of a gateway is on its way to our bank, and what it is of."""

from datetime import datetime

from troth.billing.models import Payment, Posting, Transaction
from troth.billing.post import Leg, post
from troth.core.conflicts import act
from troth.gateways.book_fee import book_fee
from troth.gateways.events import PAYOUT_BOOKED
from troth.gateways.foreign import foreign_of
from troth.gateways.gateway import Payout as Told
from troth.gateways.keys import payment_key
from troth.gateways.models import Payout, PayoutPart
from troth.publishing.evidence import note

Ledger = Posting.Ledger
AGAIN = " again in payout "  # of what a payment brings a second time


@act
def book_payout(gateway: str, said: Told, *, at: datetime) -> Payout:
    """A payout with its parts; told again it is booked once.

    It leaves the cash at the gateway and is on its way, until a line of the bank is this. Fees that
    no payment has told are booked with it. What is of another system on the same account was never
    in that cash: it stands in a part of its own.
    """
    made, new = Payout.objects.get_or_create(
        gateway=gateway,
        reference=said.reference,
        defaults={
            "arrives_on": said.arrives,
            "amount": said.amount,
            "currency": said.currency,
            "descriptor": said.descriptor[:140],
            "told_at": at,
            "by_hand": said.by_hand,
        },
    )
    if not new:
        return made
    keys = [payment_key(gateway, part.reference) if part.reference else "" for part in said.parts]
    others = foreign_of(gateway, [part.reference for part in said.parts if part.reference])
    told = [
        PayoutPart(
            payout=made,
            key=key,
            amount=part.amount,
            fee=part.fee,
            foreign=part.reference in others,
        )
        for key, part in zip(keys, said.parts, strict=True)
    ]
    PayoutPart.objects.bulk_create(told)
    _book_fees(made, told, at=at)
    foreign = sum(part.amount + part.fee for part in told if part.foreign)
    post(
        Transaction.Kind.PAYOUT,
        [
            Leg(Ledger.CASH, foreign - said.amount, part=gateway),
            Leg(Ledger.CASH, -foreign, part=f"{gateway} foreign"),
            Leg(Ledger.UNDERWAY, said.amount, part=gateway),
        ],
        currency=said.currency,
        account=None,
        at=at,
        key=f"payout {made.pk}",
    )
    note(PAYOUT_BOOKED, at=at, counts={"payouts": 1})
    return made


def _book_fees(payout: Payout, parts: list[PayoutPart], *, at: datetime) -> None:
    """Book the fees that stand in no payment: of each payment and refund once, and what is of none.

    What a payment loses under its own name is disputed, and the dispute tells its fee. What it
    brings a second time is a dispute that was won, with as much of that fee as is given back.
    """
    keys = {part.key for part in parts if part.key}
    lost = Payment.objects.filter(key__in=keys, amount__gt=0)
    disputed = {*lost.values_list("key", flat=True)}
    came = PayoutPart.objects.filter(key__in=keys, amount__gt=0).exclude(payout=payout)
    brought = {*came.values_list("key", flat=True)}
    for nth, part in enumerate(parts, start=1):
        if part.foreign or (part.amount < 0 and part.key in disputed):
            continue
        of = part.key or f"of payout {payout.pk} {nth}"
        if part.key and part.amount > 0:
            of = f"{of}{AGAIN}{payout.pk}" if part.key in brought else of
            brought.add(part.key)
        book_fee(payout.gateway, of, -part.fee, payout.currency, at=at)
