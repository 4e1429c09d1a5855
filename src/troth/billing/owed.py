"""What is owed of an invoice, and what a customer has to their credit, as the books say."""

from collections.abc import Iterable

from django.db.models import Sum

from troth.accounts.models import Account
from troth.billing.models import Invoice, Posting


def owed(invoice: Invoice) -> int:
    """What is still to be paid of an invoice, in minor units."""
    return owed_by([invoice]).get(invoice.pk, 0)


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


def balances(account: Account) -> dict[str, int]:
    """What a customer has to their credit, by currency; only what is not nothing."""
    found = (
        Posting.objects.filter(account=account, ledger=Posting.Ledger.CREDIT)
        .order_by("currency")
        .values_list("currency")
        .annotate(sum=Sum("amount"))
    )
    return {currency: -amount for currency, amount in found if amount}
