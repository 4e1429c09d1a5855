"""Which invoices are being paid by money that nothing stops any more."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from troth.calls.models import Call
from troth.gateways.models import PaymentAttempt


def awaited(accounts: Collection[int]) -> Collection[int]:
    """Those of accounts, by key, whose money is on its way, or may be: the gateway is just being
    asked to take it, nobody knows yet whether it did, or it has and that is not booked yet. A
    direct debit that is announced is not, as long as no bank has been told of it: it is dropped
    once its invoice is paid."""
    asked = Call.objects.filter(
        Q(claimed_at__isnull=False) | Q(in_doubt_since__isnull=False) | Q(done_at__isnull=False),
        about=PaymentAttempt._meta.label_lower,
        row=OuterRef("pk"),
        verb__in=("charge", "charge here", "take"),
    )
    open_ = PaymentAttempt.objects.filter(
        Q(collection=None) | Q(collection__file__isnull=False),
        Q(underway_since__isnull=False) | Q(Exists(asked), asked_at__isnull=True),
        account__in=accounts,
        invoice__isnull=False,
        ended_at=None,
    )
    return [*open_.values_list("invoice", flat=True)]
