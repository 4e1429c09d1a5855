"""Files of which the bank should have told by now."""

from datetime import date, timedelta

from django.db.models import QuerySet

from troth.gateways.sepa.models import CollectionFile

_TOLD = timedelta(days=7)  # over a weekend, and Easter


def late_files(today: date) -> QuerySet[CollectionFile]:
    """Those of which something is open a week after the day on which it was collected: perhaps no
    bank has got them. Until then nobody is reminded of what is in them."""
    over = CollectionFile.objects.filter(collect_on__lt=today - _TOLD)
    return over.filter(collections__isnull=False, collections__ended_at=None).distinct()
