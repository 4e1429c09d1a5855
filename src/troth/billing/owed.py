"""What is owed of an invoice, and what a customer has to their credit, as the books say."""

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from troth.accounts.models import Account
from troth.billing.models import Invoice, Posting
from troth.core.written_once import Given, written_once


def owed(invoice: Invoice) -> int:
    """What is still to be paid of an invoice, in minor units."""
    return sum(_owed(invoice=invoice.pk))


@written_once
def _owed() -> QuerySet[Posting, int]:
    mine = Posting.objects.filter(invoice=Given("invoice"), ledger=Posting.Ledger.RECEIVABLE)
    summed = mine.order_by().values("invoice").annotate(sum=Sum("amount"))
    return summed.values_list("sum", flat=True)


def owed_by(invoices: Iterable[Invoice]) -> dict[int, int]:
    """The same for several, by key; one question for all."""
    found = (
        Posting.objects.filter(invoice__in=list(invoices), ledger=Posting.Ledger.RECEIVABLE)
        .order_by()
        .values_list("invoice")
        .annotate(sum=Sum("amount"))
    )
    return {key: amount for key, amount in found if key is not None}


def balance(account: Account, currency: str) -> int:
    """What a customer has to their credit in a currency, in minor units."""
    found = Posting.objects.filter(
        account=account, ledger=Posting.Ledger.CREDIT, currency=currency
    ).aggregate(sum=Sum("amount"))["sum"]
    return -(found or 0)


def at_hand(account: Account, currency: str) -> int:
    """What of it is not on its way back to them already: what can be paid back or used."""
    return balance(account, currency) - going_back(account).get(currency, 0)


def going_back(account: Account) -> dict[str, int]:
    """What is on its way back, by currency; only what is not nothing."""
    return _of_part(account, Posting.GOING_BACK)


def aside(account: Account, currency: str) -> int:
    """What of a balance is set aside to be paid back, and is not on its way yet."""
    return asides(account).get(currency, 0)


def asides(account: Account) -> dict[str, int]:
    """The same, by currency; only what is not nothing."""
    return _of_part(account, Posting.SET_ASIDE)


def balances(account: Account) -> dict[str, int]:
    """What a customer has to their credit, by currency; only what is not nothing."""
    return {currency: -amount for currency, amount in _sums(account, Posting.Ledger.CREDIT).items()}


def owed_in_all(account: Account) -> dict[str, int]:
    """What a customer has still to pay, by currency, whatever they have to their credit."""
    return _sums(account, Posting.Ledger.RECEIVABLE, Posting.Ledger.DISPUTED)


def _of_part(account: Account, part: str) -> dict[str, int]:
    found = _sums(account, Posting.Ledger.CREDIT, part=part)
    return {currency: -amount for currency, amount in found.items() if amount < 0}


def _sums(account: Account, *ledgers: Posting.Ledger, **more: str) -> dict[str, int]:
    found = (
        Posting.objects.filter(account=account, ledger__in=ledgers, **more)
        .order_by("currency")
        .values_list("currency")
        .annotate(sum=Sum("amount"))
    )
    return {currency: amount for currency, amount in found if amount}
