"""What some customers have paid by card, through a gateway that the demo only tells of.

No plug-in is switched on there, so these rows stand as a gateway would have left them.
"""

from collections.abc import Iterable
from datetime import datetime

from troth.accounts.models import Account, Person
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.demo.life import DAY, YEAR
from troth.demo.world import World
from troth.gateways.book_payout import book_payout
from troth.gateways.gateway import Again, Outcome, Part, Payout, What
from troth.gateways.keys import payment_key
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt, PaymentMethod

GATEWAY = "cards"
_FEE = 29  # of ten thousand


def pay_by_card(paying: Iterable[tuple[Account, Person, int]], world: World) -> None:
    """Have each of these pay so much (minor units) to their balance, the second time they try.

    One event belongs to nobody here, which staff are to look at; what came is on its way to the
    bank.
    """
    at = world.now - DAY
    paid = [_pay(account, by, amount, world, at=at) for account, by, amount in paying]
    _tell(world, "nobodys", Asks.KEY, at=at)
    for currency in sorted({each.currency for each in paid}):
        _pay_out([each for each in paid if each.currency == currency], world)


def _pay(account: Account, by: Person, amount: int, world: World, *, at: datetime) -> Payment:
    of = {"account": account, "gateway": GATEWAY}
    old, way = (
        PaymentMethod.objects.create(
            **of,
            by=by,
            kind="card",
            reference=_name("way", world),
            customer=_name("customer", world),
            label=label,
            ends_on=day_at(at + YEAR),
            added_at=added,
        )
        for label, added in (("Mastercard 4444", at - YEAR), ("Visa 4242", at))
    )
    old.removed_at, old.forgotten_at = at - DAY, at - DAY
    old.save(update_fields=["removed_at", "forgotten_at"])
    way.default_since = at
    way.save(update_fields=["default_since"])
    attempt = {**of, "by": by, "amount": amount, "currency": account.currency}
    PaymentAttempt.objects.create(
        **attempt,
        key=_name("key", world),
        started_at=at - DAY,
        ended_at=at - DAY,
        outcome=Outcome.DECLINED,
        code="insufficient_funds",
        again=Again.LATER,
    )
    reference = _name("payment", world)
    payment = receive(
        account,
        amount,
        account.currency,
        at=at,
        method=GATEWAY,
        key=payment_key(GATEWAY, reference),
        reference=reference,
        payer=account.name,
    )
    PaymentAttempt.objects.create(
        **attempt,
        key=_name("key", world),
        method=way,
        payment=payment,
        keeps=True,
        reference=reference,
        started_at=at,
        ended_at=at,
        outcome=Outcome.PAID,
    )
    _tell(world, reference, "", at=at, payment=payment)
    return payment


def _tell(
    world: World, reference: str, asks: str, *, at: datetime, payment: Payment | None = None
) -> None:
    name = _name("event", world)
    GatewayEvent.objects.create(
        account=payment.account if payment else None,
        gateway=GATEWAY,
        name=name,
        what=What.PAYMENT,
        told_at=at,
        received_at=at,
        raw=f'{{"event": "{name}", "of": "{reference}"}}'.encode(),
        reference=reference,
        payment=reference,
        outcome=Outcome.PAID,
        amount=payment.amount if payment else 49_90,
        currency=payment.currency if payment else "EUR",
        asks=asks,
        handled_at=None if asks else at,
    )


def _pay_out(paid: list[Payment], world: World) -> None:
    parts = tuple(
        Part(each.reference, each.amount, -(each.amount * _FEE // 10_000)) for each in paid
    )
    book_payout(
        GATEWAY,
        Payout(
            reference=_name("payout", world),
            arrives=day_at(world.now + DAY),
            amount=sum(part.amount + part.fee for part in parts),
            currency=paid[0].currency,
            parts=parts,
            descriptor="CARDS PAYOUT",
        ),
        at=world.now,
    )


def _name(of: str, world: World) -> str:
    """What the gateway calls something of its own."""
    return f"{of}_{world.rng.getrandbits(64):016x}"
