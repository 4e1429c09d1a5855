"""Invoice what is due on a day: periods of services, and charges that wait.

The accounts are taken in chunks. A chunk is locked, charged, invoiced, paid from balances, written
about and noted in one transaction, by as few statements as one account would take. So a run can be
killed anywhere and run again, two may run at once, and what was missed is made up for.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from troth.billing.ask import Kind, ask, done
from troth.billing.issue import treat_and_sum
from troth.billing.treat import Untreated
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.limits import LONG, limited
from troth.core.provider import provider
from troth.publishing.running import asked_once
from troth.services.charge_due import charge_due
from troth.services.due import due_accounts, due_invoices
from troth.services.invoice_waiting import issue_charges, stage_waiting
from troth.tax.decide import TaxError

CHUNK = 150  # accounts; who writes about one of them waits for the whole of a chunk

_SUMS = "SELECT currency, count(*), sum(net), sum(tax) FROM staged_invoice GROUP BY currency"


@dataclass(frozen=True)
class Sum:
    """How many invoices, and what they come to in minor units; credit notes count against it."""

    invoices: int = 0
    net: int = 0
    tax: int = 0


@dataclass
class Billed:
    """What a run made, by currency. untreated: accounts that cannot be taxed yet, each with why."""

    sums: dict[str, Sum] = field(default_factory=dict)
    untreated: list[Untreated] = field(default_factory=list)

    @property
    def invoices(self) -> int:
        return sum(each.invoices for each in self.sums.values())


@asked_once()
def bill(*, on: date, at: datetime, dry_run: bool = False, chunk: int = CHUNK) -> Billed:
    """Invoice what is due on day `on`; at: now, of which the invoices are.

    dry_run: do all of it up to numbering, and take it back. Run twice it does nothing more.
    Raises AsksError where more are due than are made without asking, unless staff have agreed.
    """
    if not dry_run:
        most = provider().bill_asks_above
        ask(Kind.BILL, due_invoices(on), most=most, on=on, at=at)
    billed, step = Billed(), _foresee if dry_run else _issue
    for accounts in due_accounts(on, chunk):
        with limited(LONG):
            _add(step(accounts, on=on, at=at), billed)
    if not dry_run:
        done(Kind.BILL, on=on, at=at)
    return billed


def untreated(accounts: list[int], *, at: datetime) -> dict[int, TaxError]:
    """Which of these accounts cannot be invoiced now, each with why; nothing is changed."""
    found = _foresee(accounts, on=day_at(at), at=at).untreated
    return {each.account: each.error for each in found}


@act
def _issue(accounts: list[int], *, on: date, at: datetime) -> Billed:
    waited = _stage(accounts, on=on, at=at)
    untreated = issue_charges(waited, at=at)
    return Billed(_sums(), list(untreated))


@act
def _foresee(accounts: list[int], *, on: date, at: datetime) -> Billed:
    _stage(accounts, on=on, at=at)
    found = Billed(untreated=list(treat_and_sum(at=at)), sums=_sums())
    transaction.set_rollback(True)
    return found


def _stage(accounts: list[int], *, on: date, at: datetime) -> int:
    """Stage what is due of these accounts, and lock them; how many charges of it had waited."""
    waited = stage_waiting(accounts, at=at)
    charge_due(accounts, on=on, at=at)
    return waited


def _sums() -> dict[str, Sum]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS)
        return {row[0]: Sum(*map(int, row[1:])) for row in cursor.fetchall()}


def _add(more: Billed, billed: Billed) -> None:
    for currency, each in more.sums.items():
        had = billed.sums.get(currency, Sum())
        billed.sums[currency] = Sum(
            had.invoices + each.invoices, had.net + each.net, had.tax + each.tax
        )
    billed.untreated += more.untreated
