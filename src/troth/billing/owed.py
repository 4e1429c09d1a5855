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


def aside(account: Account, currency: str) -> int:
    """What of it is set aside to be paid back."""
    return asides(account).get(currency, 0)


def asides(account: Account) -> dict[str, int]:
    """The same, by currency; only what is not nothing."""
    found = _sums(account, Posting.Ledger.CREDIT, part=Posting.SET_ASIDE)
    return {currency: -amount for currency, amount in found.items() if amount < 0}


def balances(account: Account) -> dict[str, int]:
    """What a customer has to their credit, by currency; only what is not nothing."""
    return {currency: -amount for currency, amount in _sums(account, Posting.Ledger.CREDIT).items()}


def owed_in_all(account: Account) -> dict[str, int]:
    """What a customer has still to pay, by currency, whatever they have to their credit."""
    return _sums(account, Posting.Ledger.RECEIVABLE, Posting.Ledger.DISPUTED)


def _sums(account: Account, *ledgers: Posting.Ledger, **more: str) -> dict[str, int]:
    found = (
        Posting.objects.filter(account=account, ledger__in=ledgers, **more)
        .order_by("currency")
        .values_list("currency")
        .annotate(sum=Sum("amount"))
    )
    return {currency: amount for currency, amount in found if amount}
