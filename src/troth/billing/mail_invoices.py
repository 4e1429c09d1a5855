"""Tell owners of accounts, and whom they have told to be, of documents that are theirs."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from troth.billing.addressees import addressees
from troth.billing.files import CARRIED
from troth.billing.models import BankAccount, Invoice, Posting, Transaction, account_for
from troth.core.day import day
from troth.core.iban import fours
from troth.core.money import money
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many

# What a credit note pays of what was owed, and what is to the customer's credit with it.
_ISSUED = f"""
    SELECT m.person_id, i.account_id, i.id, i.kind, i.number, i.currency, i.total, i.due_on,
        i.payment_reference, i.language, {CARRIED.format(row="i")}, coalesce((
            SELECT sum(amount) FROM {Posting._meta.db_table} p
            WHERE p.invoice_id = i.id AND p.ledger = 'receivable'
        ), 0),
        CASE WHEN i.kind = 'credit note' THEN coalesce((
            SELECT -sum(p.amount) FROM {Transaction._meta.db_table} t
            JOIN {Posting._meta.db_table} p ON p.transaction_id = t.id
            WHERE t.key = 'invoice ' || i.id AND p.ledger = 'receivable'
        ), 0) ELSE 0 END,
        CASE WHEN i.kind = 'credit note' THEN coalesce((
            SELECT -sum(p.amount) FROM {Posting._meta.db_table} p
            WHERE p.account_id = i.account_id AND p.ledger = 'credit' AND p.currency = i.currency
        ), 0) ELSE 0 END
    FROM {Invoice._meta.db_table} i
    {addressees("i")}
    WHERE i.id = ANY(%s) ORDER BY i.id
"""
# Where one letter differs from the next, however many owe the same; keys are digits in addresses.
_ACCOUNT, _KEY, _NUMBER, _REFERENCE = 10**18, 2 * 10**18, "{number}", "{reference}"
_WAY = "{way}"


class Owing(NamedTuple):
    """An invoice as its owner is written to about it; amounts in minor units.

    carried: the files that the mail carries. offset: what a credit note has paid of what was owed;
    balance: what is to their credit with it. way: what takes by itself what is owed, on taken_on;
    of a direct debit the day is told later.
    """

    person: int
    account: int
    key: int
    kind: str
    number: str
    currency: str
    total: int
    due_on: date | None
    payment_reference: str
    language: str
    carried: str
    owed: int
    offset: int = 0
    balance: int = 0
    way: str = ""
    taken_on: date | None = None


def mail_invoices(invoices: Collection[int], *, at: datetime) -> int:
    """Queue a message about each of these documents, by their keys: what is still owed of it now,
    until when, and how it is paid. How many go.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ISSUED, [list(invoices)])
        issued = [Owing(*row) for row in cursor.fetchall()]
    taken = import_string(settings.TAKEN_BY)([each.key for each in issued], at=at)
    told = [_with_way(each, *taken.get(each.key, ("", None))) for each in issued]
    return send_many(_letters(told), at=at)


def _with_way(invoice: Owing, way: str, on: date | None) -> Owing:
    return invoice._replace(way=way, taken_on=on)


def _letters(issued: list[Owing]) -> Iterator[Letter]:
    banks = {currency: account_for(currency) for currency in {each.currency for each in issued}}
    for each in issued:
        subject, body = _form(
            each._replace(
                person=0,
                account=_ACCOUNT,
                key=_KEY,
                number=_NUMBER,
                payment_reference=_REFERENCE,
                carried="",
                way=_WAY if each.way else "",
            ),
            banks[each.currency],
        )
        body = body.replace(_NUMBER, each.number).replace(_WAY, each.way)
        body = body.replace(_REFERENCE, each.payment_reference or each.number)
        body = body.replace(str(_ACCOUNT), str(each.account)).replace(str(_KEY), str(each.key))
        subject = subject.replace(_NUMBER, each.number)
        yield Letter(each.person, each.account, each.language, subject, body, each.carried)


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
        return _("Credit note %(number)s for %(total)s") % values, _credited(invoice, values)
    subject = _("Invoice %(number)s for %(total)s") % values
    if invoice.owed <= 0:
        words = _("Here is your invoice %(number)s for %(total)s. There is nothing left to pay.")
        return subject, f"{words % values}\n\n{values['link']}\n"
    words = _("Here is your invoice %(number)s for %(total)s.") % values
    how = (
        taken(invoice.owed, invoice.currency, invoice.way, invoice.taken_on)
        if invoice.way
        else how_to_pay(invoice, bank)
    )
    return subject, f"{words}\n\n{how}\n{values['link']}\n"


def taken(owed: int, currency: str, way: str, on: date | None) -> str:
    """That there is nothing to pay by hand: whoever paid all the same would have paid twice.

    owed: in minor units; on: the day, None of a direct debit whose day is told later.
    """
    values = {"owed": money(owed, currency), "way": way}
    if on is None:
        return (
            _(
                "%(owed)s will be collected from your bank account %(way)s by direct debit. We "
                "will tell you the day beforehand; there is nothing you need to do.\n"
            )
            % values
        )
    values["day"] = day(on)
    return (
        _("%(owed)s will be charged to %(way)s on %(day)s. There is nothing you need to do.\n")
        % values
    )


def _credited(note: Owing, values: dict[str, str]) -> str:
    words = [_("Here is your credit note %(number)s for %(total)s.") % values]
    if note.offset:
        amount = money(note.offset, note.currency)
        words.append(_("%(amount)s of it was set against what you owed.") % {"amount": amount})
    if note.balance > 0:
        amount = money(note.balance, note.currency)
        words.append(_("Your account is now %(amount)s in credit.") % {"amount": amount})
    to = _("View credit note: %(link)s") % values
    return f"{' '.join(words)}\n\n{to}\n"


def how_to_pay(invoice: Owing, bank: BankAccount | None, *, on: date | None = None) -> str:
    """What is to be paid until when, to which bank account and by which reference; without one,
    where it is said how to pay.

    on: the day of a letter about an invoice that may be overdue, which is to be paid now.
    """
    values = {
        "owed": money(invoice.owed, invoice.currency),
        "due": day(invoice.due_on) if invoice.due_on else "",
        "number": invoice.number,
        "reference": invoice.payment_reference or invoice.number,
    }
    if invoice.due_on is None:
        words = _("Please pay %(owed)s.\n") % values
    elif on and invoice.due_on < on:
        words = _("Please pay %(owed)s now.\n") % values
    else:
        words = _("Please pay %(owed)s by %(due)s.\n") % values
    if bank is None:
        return words + _(
            "The page of the invoice says how you can pay. If you find no way there, please reply "
            "to this message.\n"
        )
    values |= {"holder": bank.holder, "iban": fours(bank.iban)}
    return (
        words
        + _("By transfer: to %(holder)s, IBAN %(iban)s, with the reference %(reference)s.\n")
        % values
    )
