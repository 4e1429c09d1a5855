"""Not collect after all what no bank has been told of yet."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from troth.accounts.locked import lock_accounts
from troth.billing.models import DunningRest, Irregularity, Posting
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.models import Collection


def waiting() -> QuerySet[Collection]:
    """Collections that are announced, and in no file yet."""
    return Collection.objects.filter(file=None, ended_at=None)


@act
def drop_gone(*, at: datetime) -> int:
    """End those of which there is nothing to collect any more, or that may not be; of how many.

    That is what has been paid or credited meanwhile; whose mandate has ended, or whose customer is
    gone, restricted, in dispute or left alone for now.
    """
    lock_accounts([*waiting().filter(account__isnull=False).values_list("account", flat=True)])
    postings = Posting.objects.filter(
        invoice=OuterRef("invoice"), ledger=Posting.Ledger.RECEIVABLE
    ).order_by()
    owed = postings.values("invoice").annotate(sum=Sum("amount")).values("sum")
    open_ = Irregularity.objects.filter(account=OuterRef("account"), resolved_at=None)
    rests = DunningRest.objects.resting(day_at(at)).filter(
        Q(invoice=None) | Q(invoice=OuterRef("invoice")), account=OuterRef("account")
    )
    gone = waiting().annotate(owed=Coalesce(Subquery(owed), 0))
    return drop(
        gone.filter(
            Q(owed__lte=0)
            | Q(account=None)
            | Q(attempt=None)
            | Q(attempt__ended_at__isnull=False)
            | Q(mandate=None)
            | Q(mandate__method__removed_at__isnull=False)
            | Q(mandate__method__ends_on__lt=day_at(at))
            | Q(account__restricted_at__isnull=False)
            | Exists(open_)
            | Exists(rests)
        ),
        at=at,
    )


def drop(which: QuerySet[Collection], *, at: datetime) -> int:
    """End these, so that their invoices can be paid in another way; of how many.

    Whoever calls holds their accounts.
    """
    keys = [*which.values_list("pk", flat=True)]
    ended = Collection.objects.filter(pk__in=keys, file=None, ended_at=None).update(ended_at=at)
    PaymentAttempt.objects.filter(collection__in=keys, ended_at=None).update(ended_at=at)
    return ended
