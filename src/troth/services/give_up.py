"""Give up services that wait for money which never came."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.models import Account
from troth.accounts.owned import owner_of
from troth.billing.left import left_of
from troth.billing.models import Invoice
from troth.billing.owed import owed
from troth.billing.write_off import write_off
from troth.core.conflicts import act
from troth.messaging.language import in_language_of
from troth.services.end import end_locked
from troth.services.events import ENDED
from troth.services.models import Service
from troth.services.note import note
from troth.services.settle import settle
from troth.services.unused import all_of


@act
def give_up(account: Account, services: Sequence[Service], *, at: datetime) -> None:
    """End services that were never set up; all that was charged for them is given back.

    Of an invoice that is given back whole, what is still owed is a late fee, and is given up too.
    Whoever calls has locked the account, and tells its owner.
    """
    keys = [each.pk for each in services]
    invoices = Invoice.objects.filter(lines__in=_lines(keys)).distinct()
    billed = list(invoices.order_by("pk"))
    with in_language_of(owner_of(account), at=at):
        back = [charge for each in services for charge in all_of(each, at=at)]
    end_locked(keys, at=at)
    settle(account, back, at=at)
    for invoice in billed:
        if not left_of(invoice).total and owed(invoice) > 0:
            write_off(invoice, at=at)
    for each in services:
        note(ENDED, each, gettext_noop("service ended"), at=at, by=None, counts={"services": 1})


def _lines(services: list[int]) -> list[int]:
    found = Service.objects.filter(pk__in=services, charges__line__isnull=False)
    return [key for key in found.values_list("charges__line", flat=True) if key]
