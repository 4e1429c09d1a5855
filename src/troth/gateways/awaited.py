"""Which invoices are being paid by money that nothing stops any more."""

from collections.abc import Collection

from django.db.models import Q

from troth.gateways.models import PaymentAttempt


def awaited(accounts: Collection[int]) -> Collection[int]:
    """Those of accounts, by key, whose money is on its way. A direct debit that is announced is
    not, as long as no bank has been told of it: it is dropped once its invoice is paid."""
    open_ = PaymentAttempt.objects.filter(
        Q(collection=None) | Q(collection__file__isnull=False),
        account__in=accounts,
        invoice__isnull=False,
        underway_since__isnull=False,
        ended_at=None,
    )
    return [*open_.values_list("invoice", flat=True)]
