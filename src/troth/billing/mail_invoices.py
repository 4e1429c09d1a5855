"""Tell owners of accounts, and whom they have told to be, of the invoices just issued."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.models import BankAccount, Invoice, account_for
from troth.billing.readers import READERS
from troth.core.day import day
from troth.core.money import money
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many

_ISSUED = f"""
    SELECT m.person_id, i.account_id, i.id, i.kind, i.number, i.currency, i.total, i.due_on,
        i.payment_reference, i.language, coalesce((
            SELECT sum(amount) FROM billing_posting p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        ), 0)
    FROM staged_invoice s JOIN {Invoice._meta.db_table} i ON i.id = s.id
    {READERS}
    ORDER BY i.id
"""
# Where one letter differs from the next, however many owe the same; keys are digits in addresses.
_ACCOUNT, _KEY, _NUMBER, _REFERENCE = 10**18, 2 * 10**18, "{number}", "{reference}"


class Owing(NamedTuple):
    """An invoice as its owner is written to about it; amounts in minor units."""

    person: int
    account: int
    key: int
    kind: str
    number: str
    currency: str
    total: int
    due_on: date
    reference: str
    language: str
    owed: int


def mail_invoices(*, at: datetime) -> None:
    """Queue a message about each invoice that this transaction has issued by `issue_staged`."""
    with connection.cursor() as cursor:
        cursor.execute(_ISSUED)
        issued = [Owing(*row) for row in cursor.fetchall()]
    send_many(_letters(issued), at=at)


def _letters(issued: list[Owing]) -> Iterator[Letter]:
    banks = {currency: account_for(currency) for currency in {each.currency for each in issued}}
    for each in issued:
        subject, body = _form(
            each._replace(
                person=0, account=_ACCOUNT, key=_KEY, number=_NUMBER, reference=_REFERENCE
            ),
            banks[each.currency],
        )
        body = body.replace(_NUMBER, each.number)
        body = body.replace(_REFERENCE, each.reference or each.number)
        body = body.replace(str(_ACCOUNT), str(each.account)).replace(str(_KEY), str(each.key))
        yield Letter(each.person, each.account, subject.replace(_NUMBER, each.number), body)


@lru_cache(4096)  # prices are few, and a run writes thousands of letters about them
def _form(invoice: Owing, bank: BankAccount | None) -> tuple[str, str]:
    with translation.override(invoice.language):
        return _words(invoice, bank)


def _words(invoice: Owing, bank: BankAccount | None) -> tuple[str, str]:
    values = {
        "number": invoice.number,
        "total": money(invoice.total, invoice.currency),
        "link": link("invoice", invoice.account, invoice.key),
    }
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _("Credit note %(number)s of %(total)s") % values, _(
            "You have credit note %(number)s of %(total)s. It is to your credit, and pays what "
            "you are invoiced next.\n\n%(link)s\n"
        ) % values
    subject = _("Invoice %(number)s of %(total)s") % values
    if invoice.owed <= 0:
        return subject, _(
            "You have invoice %(number)s of %(total)s. There is nothing left to pay.\n\n%(link)s\n"
        ) % values
    return subject, _("You have invoice %(number)s of %(total)s.\n\n%(link)s\n\n") % values + (
        how_to_pay(invoice, bank)
    )


def how_to_pay(invoice: Owing, bank: BankAccount | None) -> str:
    """What is to be paid until when, to which bank account and by which reference."""
    values = {
        "owed": money(invoice.owed, invoice.currency),
        "due": day(invoice.due_on),
        "number": invoice.number,
        "reference": invoice.reference or invoice.number,
    }
    words = _("Please pay %(owed)s until %(due)s.\n") % values
    if bank is None:
        return words
    values |= {"holder": bank.holder, "iban": bank.iban}
    return (
        words
        + _("By transfer: to %(holder)s, IBAN %(iban)s, with the reference %(reference)s.\n")
        % values
    )
