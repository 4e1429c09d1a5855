"""Killed before any of its statements and run again, a run ends as one that was never killed.

Of long runs some statements are drawn; EVERY_STATEMENT=1 plays them all.
"""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction

from troth.bank.take_in import take_in
from troth.bank.tests.paying import PAID
from troth.bank.tests.written import camt053
from troth.billing.draft import Draft, DraftLine
from troth.billing.dunning import dun
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.issue import issue
from troth.billing.models import Invoice, Payment
from troth.billing.receive import ReceivedError, receive
from troth.billing.refund import refund
from troth.catalog.models import Group, PriceChange, Product
from troth.orders.place import place
from troth.orders.propose import Wanted, propose
from troth.orders.tests import selling
from troth.services import end_due as ending
from troth.services.bill import bill
from troth.services.by_night import by_night
from troth.services.cancel import cancel
from troth.services.change_price import change_price
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.kill import Killed, killed_after

pytestmark = pytest.mark.django_db

AT, ON, DAY = make.NOW, make.NOW.date(), timedelta(days=1)
IBAN = "CY17002001280000001200527600"
EVERY = "EVERY_STATEMENT" in os.environ
ROOMS = ("accounts", "bank", "billing", "catalog", "messaging", "orders", "services", "journal")
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in ROOMS and model._meta.pk.column == "id"
]
TABLES = [model._meta.db_table for model in MODELS]
# A key that no other row names says only in which order PostgreSQL has stored the rows.
_ROWS = " UNION ALL ".join(
    f"SELECT '{each._meta.db_table}', (to_jsonb(t) - 'receipt'"
    f"{'' if each._meta.related_objects else " - 'id'"})::text FROM {each._meta.db_table} t"
    for each in MODELS
)
# What was taken back has used keys up.
_KEYS = "; ".join(
    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false)"
    f" FROM {table}"
    for table in TABLES
)
type Run = Callable[[], object]


def _bill() -> Run:
    for number in range(4):
        account = paid_until(date(2026, 5, 20)).account
        if number % 2:
            receive(account, 50_00, "EUR", at=AT, method="transfer")
    return lambda: bill(on=ON, at=AT, chunk=2)


def _issue() -> Run:
    drafts = [
        Draft(customer(), "EUR", [DraftLine("Work", price, "electronic")], ON)
        for price in (10_00, -5_00)
    ]

    def run() -> None:
        if not Invoice.objects.exists():  # whoever issues by hand looks
            issue(drafts, at=AT)

    return run


def _receive() -> Run:
    account = customer()
    make.invoice(account, paid=False)
    return lambda: receive(account, 20_00, "EUR", at=AT, method="transfer", key="k")


def _refund() -> Run:
    account = customer()
    payment = receive(account, 20_00, "EUR", at=AT, method="transfer")

    return lambda: Payment.objects.filter(key="r").exists() or refund(payment, 5_00, at=AT, key="r")


def _statement() -> Run:
    account = customer()
    invoice = make.invoice(account, paid=False, number="2026-000077")
    named = replace(PAID, text=f"Invoice {invoice.number}", bank_id="B2")
    entries = [PAID, named, replace(PAID, amount=-7_00, bank_id="B3")]
    data = camt053(entries, iban=IBAN).encode()
    return lambda: take_in(data, at=AT)


def _night() -> Run:
    staff = make.staff()
    set_step(3, Action.REMIND, by=staff, at=AT)
    set_step(5, Action.FEE, fee=5_00, currency="EUR", by=staff, at=AT)
    set_step(10, Action.SUSPEND, by=staff, at=AT)
    for _ in range(2):
        paid_until(date(2026, 6, 1))
    bill(on=ON, at=AT)
    return lambda: by_night(at=AT + 27 * DAY)


def _price() -> Run:
    group = Group.objects.create(name="Hosting", slug="hosting")
    offer = Product.objects.create(group=group, name="Hosting", slug="h")
    for _ in range(2):
        paid_until(ON, offer=offer, starts=date(2026, 1, 1))
    starts, staff = ON + 90 * DAY, make.staff()

    def run() -> None:
        change = PriceChange(
            product=offer, currency="EUR", months=1, amount=120_00, starts=starts, made_at=AT
        )
        if not PriceChange.objects.exists():
            change_price(change, by=staff, at=AT)
        bill(on=starts, at=AT + 90 * DAY, chunk=1)

    return run


def _cancelled() -> Run:
    for _ in range(3):
        cancel(paid_until(ON + 3 * DAY), now=False, at=AT)
    return lambda: ending.end_due(on=ON + 9 * DAY, at=AT + 9 * DAY)


def _order() -> Run:
    account = selling.customer(country="CY", postcode="1010", region="", currency="EUR")
    group = Group.objects.create(name="Web", slug="web")
    product = Product.objects.create(group=group, name="Hosting", slug="s", stock=5)
    selling.priced(product, 1, 10_00)
    make.terms()
    wanted = [Wanted(product.pk, 1, {})]
    mark = propose(wanted, "EUR", "", account=account, at=AT).agreement.mark
    who = make.owner(account)
    return lambda: place(account, wanted, currency="EUR", key=UUID(int=1), mark=mark, by=who, at=AT)


_EACH = (_bill, _issue, _receive, _refund, _statement, _night, _price, _cancelled, _order)
RUNS = {each.__name__.strip("_"): each for each in _EACH}


def rows() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        return sorted(cursor.fetchall())


def again(run: Run) -> list[tuple[str, str]]:
    """How it is after a run, whatever was before."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
    with suppress(ReceivedError):
        run()
    return rows()


@pytest.mark.parametrize("name", RUNS)
def test_killed_and_run_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dun, "CHUNK", 1)
    monkeypatch.setattr(ending, "CHUNK", 1)
    in_cyprus()
    run = RUNS[name]()
    start, begun = transaction.savepoint_create(), rows()
    never_killed = again(run)
    assert never_killed != begun
    transaction.savepoint_rollback(start)

    seen: list[list[tuple[str, str]]] = []
    statements, ended, draw = 0, False, random.Random(name)
    while not ended:
        with connection.cursor() as cursor:
            cursor.execute(_KEYS)
        try:
            with killed_after(statements):
                run()
            ended = True
        except Killed:
            pass
        # All of an act or nothing: most kills leave what another one has left.
        if (left := rows()) not in seen:
            seen.append(left)
            assert again(run) == never_killed, statements
        transaction.savepoint_rollback(start)
        statements += draw.randint(1, 1 if EVERY else max(1, statements // 4))
    assert statements > 3 and seen[0] == begun and seen[-1] == never_killed
