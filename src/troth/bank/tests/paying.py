"""A customer who owes something, and a bank that tells what was paid: for tests."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.statement import Entry
from troth.bank.take_in import Taken, take_in
from troth.bank.tests.written import IBAN, camt053
from troth.billing.models import BankAccount, Invoice
from troth.billing.owed import balance, owed
from troth.billing.reference import RF, digits_of
from troth.testing import make

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAID = Entry(
    date(2026, 3, 1),
    1190,
    "EUR",
    party="An Account",
    party_iban="FR1420041010050500013M02606",
    end_to_end_id="E2E-1",
    bank_id="B1",
)


def ours(iban: str = IBAN, currency: str = "EUR") -> BankAccount:
    make.in_force()
    return BankAccount.objects.create(holder="The Holder", iban=iban, currency=currency)


def owing(account: Account, number: str) -> Invoice:
    """An invoice of 11.90 EUR that nothing is paid of."""
    rows = make.invoice_rows(account, paid=False, number=number)
    rows[0].payment_reference = RF.make(digits_of(number))
    return make.saved(rows)


def told(*entries: Entry, **more: Any) -> Taken:
    """The bank tells of entries, in a statement of its own."""
    return take_in(camt053(entries, **more).encode(), at=AT)


def paid(amount: int = 1190, text: str = "", **more: Any) -> Entry:
    return replace(PAID, amount=amount, text=text, **more)


@dataclass(frozen=True)
class Standing:
    """What is owed of some invoices, what the customer has to their credit, how many lines wait."""

    owed: tuple[int, ...]
    credit: int
    waiting: int


def standing(account: Account, *invoices: Invoice) -> Standing:
    return Standing(
        tuple(owed(invoice) for invoice in invoices),
        balance(account, "EUR"),
        BankLine.objects.waiting().count(),
    )
