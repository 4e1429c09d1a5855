"""Charges that the runs of the nights have passed by, since nobody can say how they are taxed."""

from django.db.models import Max, QuerySet

from troth.billing.models import NightRun
from troth.services.models import Charge


def left_over() -> QuerySet[Charge]:
    """Charges on no invoice that were there when a run was made; `bill.untreated` says why."""
    last = NightRun.objects.filter(kind=NightRun.Kind.BILL).aggregate(last=Max("done_at"))["last"]
    found = Charge.objects.filter(line=None, account__isnull=False)
    return found.filter(made_at__lte=last) if last else found.none()
