"""Charge many by their kept ways: what all need is read at once, and so is what they paid stored.

Whoever is away when it is taken, owes it still and need not agree first is like all others. What
is anything else is left to `ask_gateway.py`, which makes each charge by itself. So is whatever was
read a while ago and is not so any more, as where somebody has just removed their payment method.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from time import monotonic
from typing import NamedTuple

from django.db import connection

from troth.billing.models import Invoice, Posting
from troth.calls.kinds import Answer, Ask
from troth.calls.models import Call
from troth.core.leave import reaching
from troth.gates.share_names import share_names
from troth.gateways.gateway import Due, Gateway, Outcome, Payer, Standing
from troth.gateways.installed import gateways, switched_on
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.take_answers import Charged, take_answers

Settle = Callable[[int, Standing, Gateway], Answer]  # of an attempt, by key, that is not just paid
Alone = Callable[[Call], Answer]  # makes one by itself

FRESH = 1.0  # seconds; what was read before that is asked once more for the one that is charged

_OPEN = f"""
    SELECT t.id, t.account_id, t.gateway, t.key, t.amount, t.currency, i.number, m.reference,
        m.customer
    FROM {PaymentAttempt._meta.db_table} t
    JOIN {PaymentMethod._meta.db_table} m ON m.id = t.method_id AND m.removed_at IS NULL
    JOIN {Invoice._meta.db_table} i ON i.id = t.invoice_id
    WHERE t.id = ANY(%s) AND t.ended_at IS NULL AND t.account_id IS NOT NULL AND t.amount <= (
        SELECT sum(p.amount) FROM {Posting._meta.db_table} p
        WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
    )
"""


class _Open(NamedTuple):
    """An attempt, with what its invoice and its payment method say."""

    attempt: int
    account: int
    gateway: str
    key: str
    amount: int
    currency: str
    invoice: str
    way: str
    customer: str


def read_charges(
    calls: Sequence[Call], settle: Settle, alone: Alone, *, at: datetime
) -> Mapping[int, Ask]:
    """By the key of its call, how each is charged that is like others."""
    begun = {call.row: call for call in calls if call.verb == "charge"}
    until = monotonic() + FRESH
    asks = dict[int, Ask]()
    for each in _free(begun, at=at):
        call = begun[each.attempt]
        asks[call.pk] = partial(_charge, each, settle, partial(alone, call), until, at)
    return asks


def paid_by(charged: Charged) -> Answer:
    """The answer to a charge that is paid at once."""
    write = partial(_take_in, charged)
    return Answer(charged.said.reference[:120], write, alike=charged)


def _take_in(charged: Charged, at: datetime) -> None:
    take_answers([charged], at=at)


def _free(attempts: Collection[int], *, at: datetime) -> list[_Open]:
    """Which of attempts, by key, can be charged with no more said than names."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [[*attempts]])
        found = [_Open(*row) for row in cursor.fetchall()]
    free = list[_Open]()
    for name, of in gateways().items():
        mine = [each for each in found if each.gateway == name]
        told = share_names(of.recipient, [each.account for each in mine], at=at) if mine else set()
        free += [each for each in mine if each.account in told]
    return free


def _charge(
    this: _Open, settle: Settle, alone: Callable[[], Answer], until: float, at: datetime
) -> Answer:
    if monotonic() > until and _free([this.attempt], at=at) != [this]:
        return alone()
    of = switched_on(this.gateway)
    due = Due(this.key, this.amount, this.currency, this.invoice)
    with reaching(of.recipient.name):
        said = of.charge(this.way, Payer(customer=this.customer), due)
    if said.outcome is not Outcome.PAID:
        return settle(this.attempt, said, of)
    return paid_by(Charged(this.account, this.gateway, this.key, said))
