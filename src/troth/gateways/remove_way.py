"""Remove a payment method, and have the gateway forget it, and who has checked it."""

from datetime import datetime
from uuid import uuid4

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.gateways.events import WAY_REMOVED
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentMethod
from troth.gateways.sepa.drop import drop, waiting
from troth.publishing.evidence import note


@act
def remove_way(account: Account, number: int, *, at: datetime) -> None:
    """Nothing is taken by it from now on, and the gateway is told. Removed twice it is removed.

    A mandate is with us alone: what it was to collect, and no bank has been told of, is not.
    """
    account = lock_or_refuse(account)
    mine = PaymentMethod.objects.filter(pk=number, account=account, removed_at=None)
    if not mine.update(removed_at=at, default_since=None):
        return
    method = PaymentMethod.objects.get(pk=number)
    if method.gateway == DIRECT_DEBIT:
        PaymentMethod.objects.filter(pk=number).update(forgotten_at=at)
        drop(waiting().filter(attempt__method=method), at=at)
    else:
        ask("gateway", method.gateway, "forget", method, key=f"forget {uuid4()}", at=at)
    if method.proof:
        ask("bank check", method.proved_by, "forget", method, key=f"forget {uuid4()}", at=at)
    note(WAY_REMOVED, "keep.payment-method", at=at, subject=account.pseudonym)
