"""What payouts do not explain: money that is not at the bank, payments that are in none."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from troth.billing.models import Payment
from troth.core.day import day_at
from troth.core.money import major
from troth.gateways.models import Payout, PayoutPart

# A bank takes a day or two, and a gateway that pays out by the month, a month.
AT_THE_BANK = timedelta(days=5)
IN_A_PAYOUT = timedelta(days=40)
_NAMED = 20


def difference(payout: Payout, parts: Iterable[PayoutPart]) -> int:
    """What arrives beyond the sum of its parts, in minor units; below zero where it is less."""
    return payout.amount - sum(part.amount + part.fee for part in parts)


def payout_gaps(*, at: datetime) -> list[str]:
    """What does not add up, each in one line, which names nobody."""
    late = Payout.objects.filter(bank_line=None, arrives_on__lt=day_at(at) - AT_THE_BANK)
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
    found += [f"payment {each.pk} is in no payout" for each in left.order_by("pk")[:_NAMED]]
    whole = Payout.objects.prefetch_related("parts").order_by("-pk")[:500]
    found += [
        f"payout {each.pk} differs from its parts by "
        f"{major(difference(each, each.parts.all()), each.currency)} {each.currency}"
        for each in whole
        if difference(each, each.parts.all())
    ][:_NAMED]
    return found
