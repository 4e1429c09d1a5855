"""Services that wait for their money: ordered, and their first invoice is not paid."""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from troth.billing.models import Posting
from troth.services.models import Charge, Service


def unpaid(services: QuerySet[Service]) -> "QuerySet[Any]":
    """Each of these with `unpaid`: whether it waits for money, also where that is on no invoice."""
    receivable = Posting.objects.filter(
        invoice=OuterRef("line__invoice"), ledger=Posting.Ledger.RECEIVABLE
    )
    owed = receivable.order_by().values("invoice").annotate(sum=Sum("amount")).values("sum")
    charges = Charge.objects.filter(service=OuterRef("pk"), amount__gt=0).alias(
        owed=Coalesce(Subquery(owed, output_field=BigIntegerField()), 0)
    )
    waits = Q(waits_for_payment=True, activated_at=None, ended_at=None)
    return services.annotate(
        unpaid=Q(waits & Q(Exists(charges.filter(Q(line=None) | Q(owed__gt=0)))))
    )
