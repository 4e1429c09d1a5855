"""By which ways that are kept an invoice can be paid at once."""

from datetime import datetime

from django.db.models import F, QuerySet

from troth.accounts.models import Account
from troth.core.day import day_at
from troth.gateways.installed import checks
from troth.gateways.models import PaymentMethod
from troth.gateways.offered import named
from troth.publishing.running import policy_on


def usable_ways(account: Account, currency: str, *, at: datetime) -> QuerySet[PaymentMethod]:
    """Those of an account, the default one first, that have not ended and whose gateway is there.

    currency: of what is to be paid (ISO 4217); a checked bank account is debited in its own alone.
    Direct debits of ours are none of them: they take days of notice.
    """
    ways = PaymentMethod.objects.filter(
        account=account, removed_at=None, gateway__in=named(policy_on(at))
    ).exclude(ends_on__lt=day_at(at))
    elsewhere = [name for name, check in checks().items() if check.currency != currency]
    return ways.exclude(proved_by__in=elsewhere).order_by(
        F("default_since").asc(nulls_last=True), "added_at", "pk"
    )
