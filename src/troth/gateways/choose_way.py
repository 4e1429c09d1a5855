"""Choose by which way what an account owes is taken."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.events import WAY_CHOSEN
from troth.gateways.models import PaymentMethod
from troth.publishing.evidence import note


@act
def choose_way(account: Account, number: int | None, *, at: datetime) -> None:
    """Have what is due taken by this payment method from now on; by none where it is None.

    Chosen again, nothing changes. Raises TrothError for one that the account does not have.
    """
    account = lock_or_refuse(account)
    mine = PaymentMethod.objects.filter(account=account, removed_at=None)
    if number is not None and not mine.filter(pk=number).exists():
        raise TrothError(_("This payment method has been removed."))
    before = mine.filter(default_since__isnull=False)
    changed = before.exclude(pk=number or 0).update(default_since=None)
    changed += mine.filter(pk=number or 0, default_since=None).update(default_since=at)
    if changed:
        note(WAY_CHOSEN, "keep.payment-method", at=at, subject=account.pseudonym)
