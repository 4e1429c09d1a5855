"""Open an irregularity for money that nobody can assign, and close it once somebody has."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.ordered import ordered
from troth.bank.suggest import called, names_in, payers
from troth.billing.irregular import find_irregular, resolve
from troth.billing.models import Invoice, Irregularity

Kind = Irregularity.Kind


def question(lines: Iterable[BankLine], *, at: datetime) -> None:
    """Open one for each line that waits although it leads to one account alone: an amount that
    contradicts the invoices which it names itself or by their order, one for invoices of which
    nothing is owed, or one that names none and is with a bank account from which a customer has
    paid before. Of each line once.
    """
    found = {line.pk: line for line in lines if line.amount > 0 or line.came_back}
    for asked in Irregularity.objects.filter(bank_line__in=found).values_list(
        "bank_line", flat=True
    ):
        del found[asked or 0]
    lines = found.values()
    orders = {key: [one for one in each if one.sure] for key, each in ordered(lines).items()}
    names = {line.pk: names_in(line, orders.get(line.pk, ())) for line in lines}
    known = payers(lines)
    invoices = list(
        Invoice.objects.with_owed().filter(
            called(set().union(*names.values()))
            | Q(pk__in={pk for each in orders.values() for one in each for pk in one.invoices}),
            kind=Invoice.Kind.INVOICE,
            account__isnull=False,
        )
    )
    for line in lines:
        of_line = orders.get(line.pk, ())
        named = [
            invoice
            for invoice in invoices
            if names[line.pk] & {invoice.number.upper(), invoice.payment_reference} - {""}
            or any(invoice.pk in order.invoices for order in of_line)
        ]
        accounts = {i.account_id for i in named} | {order.account for order in of_line}
        accounts = accounts or known.get(line.party_iban, set())
        if len(accounts) == 1:
            kind = Kind.MISMATCH if any(i.owed > 0 for i in named) else Kind.UNEXPLAINED
            for account in Account.objects.filter(pk__in=accounts):
                find_irregular(account, kind, at=at, bank_line=line.pk)


def answer(line: BankLine, *, at: datetime) -> None:
    """Resolve what was open for a line, once it is known whose it is, or that it is nobody's."""
    for each in Irregularity.objects.filter(bank_line=line.pk, resolved_at=None):
        resolve(each, at=at)
