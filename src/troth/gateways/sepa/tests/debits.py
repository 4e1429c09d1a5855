"""A customer who has signed a mandate, and what the bank says of it: for tests."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.test import Client
from lxml import etree

from troth.accounts.models import Account
from troth.bank.statement import Entry
from troth.bank.tests.written import IBAN
from troth.billing.models import BankAccount, DunningStep, Invoice
from troth.core.provider import time_zone
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection, CollectionFile, Mandate
from troth.gateways.sepa.sign import sign
from troth.services.by_night import by_night
from troth.testing import make
from troth.testing.visit import signed_in

CREDITOR = "DE98ZZZ09999999999"
THEIRS = "FR1420041010050500013M02606"
SHARE = """
[share.bank]
name = "Our bank"
role = "controller"
function = "collects and transfers payments"
country = "DE"
receives = ["payment"]
"""
TODAY = date(2026, 3, 2)  # a Monday
DUE = date(2026, 3, 18)


def ready(settings: Any, *, days: tuple[int, ...] = (0, 10), notice: int = 14) -> BankAccount:
    """Direct debits are switched on, and steps of dunning take what is due by them."""
    settings.SEPA_CREDITOR_ID, settings.SEPA_NOTICE_DAYS = CREDITOR, notice
    make.in_force(make.changed("softsys", rules=SHARE))
    for each in days:
        DunningStep.objects.create(days=each, action="retry")
    return BankAccount.objects.create(
        holder="The Höster GmbH", iban=IBAN, bic="COBADEFFXXX", currency="EUR"
    )


def at(day: date) -> datetime:
    """In the night of a day."""
    return datetime.combine(day, time(3), time_zone())


def signed(account: Account | None = None, on: date = TODAY) -> Mandate:
    """What somebody has signed."""
    account = account or make.account()
    return sign(account, THEIRS, "Zoë Payer", said="I sign.", by=make.owner(account), at=at(on))


def owing(account: Account, due: date = DUE) -> Invoice:
    """An invoice of 11.90 EUR."""
    rows = make.invoice_rows(account, paid=False, at=at(TODAY))
    rows[0].due_on = due
    return make.saved(rows)


def night(on: date) -> None:
    """The work of the night of a day."""
    by_night(at=at(on))


def announced(account: Account | None = None) -> tuple[Invoice, Collection]:
    """An invoice, and what is collected for it, in no file yet."""
    mandate = signed(account)
    invoice = owing(mandate.account)
    night(DUE - timedelta(days=14))
    return invoice, Collection.objects.get(invoice=invoice)


def handed(account: Account | None = None) -> tuple[Invoice, Collection, CollectionFile]:
    """The same, once the bank has the file."""
    invoice, one = announced(account)
    file = make_file(one.collect_on, at=at(one.collect_on - timedelta(days=2)))
    one.refresh_from_db()
    return invoice, one, file


def collected(one: Collection, **more: Any) -> Entry:
    """What the statement says of it."""
    told = Entry(
        one.collect_on,
        one.amount,
        "EUR",
        party="Zoe Payer",
        party_iban=THEIRS,
        end_to_end_id=one.key,
        bank_id=f"C{one.pk}",
    )
    return replace(told, **more)


def returned(one: Collection, code: str, **more: Any) -> Entry:
    """What the statement says of it once it came back."""
    return replace(collected(one), amount=-one.amount, reason=code, bank_id=f"R{one.pk}", **more)


def desk() -> Client:
    """Staff who see to bills."""
    return signed_in(make.staff("billing"))


def parsed(file: bytes) -> Any:
    """The root of a file."""
    return etree.fromstring(file)
