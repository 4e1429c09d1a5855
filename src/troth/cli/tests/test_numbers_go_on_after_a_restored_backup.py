"""A backup, a week of selling, a restore: no number that a customer holds is given again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from troth.accounts.models import Person
from troth.bank.models import BankLine
from troth.bank.tests.paying import PAID
from troth.bank.tests.written import camt053
from troth.billing.models import Invoice, Posting, Series
from troth.billing.number import numbers_of
from troth.cli import main
from troth.erasure import tasks
from troth.erasure.erase import erase
from troth.orders.models import Order
from troth.orders.tests import selling
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.backup import back_up, restore

pytestmark = pytest.mark.django_db(transaction=True)
IBAN = "CY17002001280000001200527600"
TODAY = timezone.now().date()
type Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `troth` with these words: its exit code, and what it says."""

    def call(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main([*words])
        return code, "".join(capsys.readouterr())

    return call


def numbers() -> list[str]:
    return [*Invoice.objects.order_by("pk").values_list("number", flat=True)]


def invoices(*last: int) -> list[str]:
    return numbers_of(Series.Kind.INVOICE, TODAY.year, last)


def test_a_week_that_was_lost(run: Run, tmp_path: Path) -> None:
    in_cyprus()
    services = [paid_until(TODAY) for _ in range(2)]
    gone = make.owner(customer())
    run("bill")
    backup = back_up(tmp_path / "backup.sql")
    statement = tmp_path / "statement.xml"
    statement.write_text(camt053([PAID], iban=IBAN))

    services += [paid_until(TODAY) for _ in range(3)]
    run("bill")
    run("bank", "read", str(statement))
    erase(gone, at=timezone.now())
    tasks.sign(0)
    assert numbers() == invoices(1, 2, 3, 4, 5)

    restore(backup)
    late = paid_until(TODAY)
    code, told = run("bill")
    assert code == 1 and told.count("\n") == 1 and "`troth restore`" in told
    assert numbers() == invoices(1, 2)

    code, told = run("restore", "--yes")
    first, last = invoices(3, 5)
    assert code == 1 and f"Invoices {first} to {last} are lost" in told
    assert "Nothing has to be restored" in run("restore", "--yes")[1]
    assert run("bill")[0] == 0
    assert numbers() == invoices(1, 2, 6)
    assert late.account.invoices.count() == 1
    for new in (1, 0):
        assert f"{new} new line" in run("bank", "read", str(statement))[1]
    assert BankLine.objects.count() == 1
    assert run("keep")[0] == 0
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert sum(Posting.objects.values_list("amount", flat=True)) == 0


def test_every_kind_of_document_goes_on_and_nothing_is_sold_before(
    tmp_path: Path, run: Run
) -> None:
    offer = selling.shop()
    client = selling.client_of(selling.customer())
    selling.put_in(client, offer)
    backup = back_up(tmp_path / "backup.sql")
    selling.order(client)
    before = Order.objects.get().number
    tasks.sign(0)
    restore(backup)

    page = selling.order(client).content.decode()
    assert "nothing is numbered before" in page and not Order.objects.exists()
    told = run("restore", "--yes")[1]
    assert f"Orders {before} are lost" in told and "Invoices" in told
    selling.order(client)
    assert [Order.objects.get().number] == numbers_of(Series.Kind.ORDER, TODAY.year, [2])


def test_a_copy_that_cannot_be_read_stops_no_sale(tmp_path: Path, run: Run) -> None:
    """It stops what is signed; that is told elsewhere."""
    in_cyprus()
    paid_until(TODAY)
    tasks.sign(0)
    (tmp_path / "journal.jsonl").write_text("damaged\n")
    assert run("bill")[0] == 0 and numbers() == invoices(1)
