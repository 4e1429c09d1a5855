"""Certificates of exemption that end soon, so that staff ask for the next one in time."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from troth.tax.models import Certificate

SOON = timedelta(days=30)


def expiring(today: date) -> QuerySet[Certificate]:
    """Those that end within a month or did within the last, of accounts that go on, the first to
    end first. One is left out that another of its place carries on."""
    later = Certificate.objects.filter(
        account=OuterRef("account"),
        place=OuterRef("place"),
        valid_until__gt=OuterRef("valid_until"),
    )
    within = (today - SOON, today + SOON)
    found = Certificate.objects.filter(valid_until__range=within, account__cancelled_at=None)
    return found.filter(~Exists(later)).order_by("valid_until", "pk")
