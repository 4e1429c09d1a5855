"""What payouts do not explain: money that is not at the bank, payments that are in none."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef

from troth.billing.models import Payment, Posting, Transaction
from troth.core.day import day_at
from troth.core.money import major
from troth.gateways.book_payout import AGAIN
from troth.gateways.models import Payout, PayoutPart

# A bank takes a day or two, and a gateway that pays out by the month, a month.
AT_THE_BANK = timedelta(days=5)
IN_A_PAYOUT = timedelta(days=40)
_NAMED = 20
_LATEST = 500  # payouts that are looked at
# What payouts say that a gateway has kept of a payment and of its disputes, and what the books do.
# A dispute of these days may be in no payout yet.
_FEES = f"""
    WITH told AS (
        SELECT key, -sum(fee) AS fee FROM {PayoutPart._meta.db_table}
        WHERE key IN (SELECT key FROM {PayoutPart._meta.db_table} WHERE key <> '' AND payout_id IN
            (SELECT id FROM {Payout._meta.db_table} ORDER BY id DESC LIMIT {_LATEST}))
        GROUP BY key
    )
    SELECT y.id, y.currency, told.fee, booked.fee FROM told
    JOIN {Payment._meta.db_table} y ON y.key = told.key AND y.amount > 0
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(p.amount), 0) AS fee FROM (
            SELECT y.key AS of UNION ALL
            SELECT d.key FROM {Payment._meta.db_table} d
            WHERE d.refunds_id = y.id AND d.key LIKE '%% dispute' UNION ALL
            SELECT DISTINCT q.key || '{AGAIN}' || q.payout_id
            FROM {PayoutPart._meta.db_table} q WHERE q.key = y.key
        ) named JOIN {Transaction._meta.db_table} t ON t.key = 'fee ' || named.of
        JOIN {Posting._meta.db_table} p ON p.transaction_id = t.id AND p.ledger = 'fees'
    ) booked
    WHERE told.fee <> booked.fee AND NOT EXISTS (SELECT FROM {Payment._meta.db_table} d
        WHERE d.refunds_id = y.id AND d.key LIKE '%% dispute' AND d.received_at > %s)
    ORDER BY y.id LIMIT {_NAMED}
"""


def difference(payout: Payout, parts: Iterable[PayoutPart]) -> int:
    """What arrives beyond the sum of its parts, in minor units; below zero where it is less.

    Of one that was ordered by hand nobody knows the parts: it is compared with the bank alone.
    """
    if payout.by_hand:
        return 0
    return payout.amount - sum(part.amount + part.fee for part in parts)


def payout_gaps(*, at: datetime) -> list[str]:
    """What does not add up, each in one line, which names nobody."""
    late = Payout.objects.filter(
        bank_line=None, lost_at=None, arrives_on__lt=day_at(at) - AT_THE_BANK
    )
    found = [
        f"payout {each.pk} of {each.gateway}, {major(each.amount, each.currency)} "
        f"{each.currency}, was to arrive on {each.arrives_on} and is not at the bank"
        for each in late.exclude(amount=0).order_by("arrives_on", "pk")[:_NAMED]
    ]
    # Of a gateway that never tells of payouts there is nothing to compare.
    tells = Payout.objects.order_by().values("gateway").distinct()
    part = PayoutPart.objects.filter(key=OuterRef("key"))
    left = Payment.objects.filter(
        ~Exists(part), method__in=tells, amount__gt=0, received_at__lt=at - IN_A_PAYOUT
    )
    # What a dispute that was won brings back is in the books alone: its part has another name.
    left = left.exclude(key__startswith="won ")
    # One that was ordered by hand may have had it.
    by_hand = Payout.objects.filter(
        by_hand=True, gateway=OuterRef("method"), told_at__gte=OuterRef("received_at")
    )
    left = left.exclude(Exists(by_hand))
    found += [f"payment {each.pk} is in no payout" for each in left.order_by("pk")[:_NAMED]]
    found += _fees(at)
    whole = Payout.objects.prefetch_related("parts").order_by("-pk")[:_LATEST]
    found += [
        f"payout {each.pk} differs from its parts by "
        f"{major(difference(each, each.parts.all()), each.currency)} {each.currency}"
        for each in whole
        if difference(each, each.parts.all())
    ][:_NAMED]
    return found


def _fees(at: datetime) -> list[str]:
    """Of which payments the books have another fee than their payouts."""
    with connection.cursor() as cursor:
        cursor.execute(_FEES, [at - IN_A_PAYOUT])
        return [
            f"payment {number} has a fee of {major(booked, currency)} {currency} in the books and "
            f"of {major(told, currency)} in its payouts"
            for number, currency, told, booked in cursor.fetchall()
        ]
