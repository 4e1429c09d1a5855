"""Settle a line by which direct debits were collected, or came back."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from troth.bank.book import book
from troth.bank.dismiss import dismiss
from troth.bank.locked import waiting_or_refuse
from troth.bank.models import BankLine, Why
from troth.bank.question import answer
from troth.bank.suggest import names_in
from troth.billing.models import Payment
from troth.billing.refund import left_of_payment
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.sepa.book_collection import book_collection, debit_key
from troth.gateways.sepa.come_back import come_back
from troth.gateways.sepa.models import Collection

_REVERSED = "MS03"  # the bank gives no reason


def settle_debit(line: BankLine, *, at: datetime) -> bool:
    """Settle a line of the bank on direct debits of ours; whether it is one.

    What came in is one by its end-to-end reference, or all that is open of a file by its name.
    What the bank took back names one; what it takes for that is a charge. What does not match to
    the cent is left to staff.
    """
    if line.currency != "EUR":
        return False
    if line.amount > 0:
        if found := _collected(line):
            settle_collections(line, found, at=at)
        return bool(found)
    named = named_by(line)
    if named is None:
        return False
    left = left_of_payment(paid_by_debit(named))
    if line.came_back and left == -line.amount:
        settle_return(line, named, at=at)
        return True
    if not line.came_back and not left:
        dismiss(line, Why.BANK, at=at)
        return True
    return False


@act
def settle_collections(line: BankLine, collections: Sequence[Collection], *, at: datetime) -> None:
    """Say that a line is what was collected by these. Raises TrothError for another amount."""
    line = waiting_or_refuse(line)
    if line.amount != sum(each.amount for each in collections):
        raise TrothError(_("These direct debits add up to a different amount."))
    payments = [book_collection(each, at=at) for each in collections]
    if len(payments) == 1:
        line.account, line.payment = payments[0].account, payments[0]
    line.settled_at = at
    line.save(update_fields=["account", "payment", "settled_at"])
    answer(line, at=at)


@act
def settle_return(line: BankLine, collection: Collection, *, at: datetime) -> None:
    """Say that by a line a direct debit came back; what went out beyond it is a charge of the bank.

    Raises TrothError where less went out than is left of it.
    """
    line = waiting_or_refuse(line)
    charge = -line.amount - left_of_payment(paid_by_debit(collection))
    if charge < 0:
        raise TrothError(_("More was collected than went back with this line."))
    back = come_back(collection, line.reason or _REVERSED, at=at, key=f"bank {line.pk}")
    if charge:
        book(line, -charge, at=at)
    line.account, line.payment, line.settled_at = back.account, back, at
    line.save(update_fields=["account", "payment", "settled_at"])
    answer(line, at=at)


def named_by(line: BankLine) -> Collection | None:
    """The direct debit that is in the books and that a line names by its end-to-end reference."""
    named = Collection.objects.filter(key=line.end_to_end_id) if line.end_to_end_id else None
    found = named.select_related("account").first() if named is not None else None
    booked = found and Payment.objects.filter(key=debit_key(found.key)).exists()
    return found if booked else None


def paid_by_debit(collection: Collection) -> Payment:
    """The payment of a direct debit that is in the books."""
    return Payment.objects.get(key=debit_key(collection.key))


def _collected(line: BankLine) -> list[Collection]:
    handed = Collection.objects.filter(file__isnull=False, ended_at=None)
    of_it = handed.filter(file__bank_account=line.bank_account).order_by("pk")
    if line.end_to_end_id and (one := list(of_it.filter(key=line.end_to_end_id))):
        found = one
    else:
        found = list(of_it.filter(file__name__in=names_in(line)))
    return found if line.amount == sum(each.amount for each in found) else []
