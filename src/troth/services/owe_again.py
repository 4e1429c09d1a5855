"""Have withdrawals be owed again whose money has not gone back."""

from datetime import datetime
from typing import Any

from django.db.models import F, Sum

from troth.accounts.models import Account
from troth.billing.owed import aside
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.services.events import OWED_AGAIN
from troth.services.pay_back import each_with_currency, to_pay_back


@act
def owe_again(account: Account, currency: str, *, at: datetime) -> None:
    """As far as more is set aside than is owed: what was paid back last is owed first, by the same
    day as before (Directive 2011/83/EU Art. 13(1)).

    Nothing is set aside but for withdrawals, so that a part of it which none owes was paid back and
    has not arrived. Whoever calls has locked the account.
    """
    owing: Any = to_pay_back()  # whose `currency` no type knows
    of_it = owing.filter(account=account, currency=currency)
    left = aside(account, currency) - int(of_it.aggregate(sum=Sum("refund", default=0))["sum"])
    done: Any = each_with_currency().filter(refunded_at__isnull=False)
    for each in done.filter(account=account, currency=currency).order_by(
        F("refunded_at").desc(), "-pk"
    ):
        if left <= 0:
            break
        left -= each.refund
        each.refunded_at = None
        each.save(update_fields=["refunded_at"])
        note(OWED_AGAIN, "keep.service", at=at, subject=account.pseudonym)
