"""`troth books` shows the ledger, checks it, and hands it to programs that are not ours."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from troth.billing.charge_back import charge_back
from troth.billing.credit import credit
from troth.billing.models import Invoice, Payment
from troth.billing.receive import receive
from troth.billing.write_off import write_off
from troth.cli import main
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def money() -> Invoice:
    """A customer who has paid, owed, overpaid, been credited and disputed."""
    make.in_force("softsys")
    account = make.account()
    paid, open_ = make.invoice(account), make.invoice(account, paid=False)
    receive(account, 1500, "EUR", at=make.NOW, method="wallet: new", payer="A Payer")
    credit(paid, 100, at=make.NOW)
    charge_back(Payment.objects.earliest("pk"), at=make.NOW, amount=90)
    write_off(paid, 40, at=make.NOW)
    return open_


def test_the_books_of_a_customer_add_up(money: Invoice, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["books", "check"]) == 0
    assert capsys.readouterr().out == "The books add up.\n"
    assert main(["books", "trial", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert sum(float(row["balance"]) for row in rows) == pytest.approx(0)
    assert {"cash: transfer", "receivable", "tax: IN", "write-offs"} <= {r["account"] for r in rows}
    assert main(["books", "journal", "--from", "2026-06-16"]) == 0
    later = capsys.readouterr().out.splitlines()
    assert len(later) == 3 and "2026-06-18" in later[1] and "11.90 EUR" in later[1]


def test_beancount_takes_the_export(money: Invoice, tmp_path: Path) -> None:
    file = tmp_path / "books.beancount"
    assert main(["books", "beancount", str(file)]) == 0
    text = file.read_text()
    for name in ("An Account", "A Payer", "1 Street", "R1"):
        assert name not in text
    program = shutil.which("bean-check")
    assert program, "beancount is a development dependency"
    done = subprocess.run([program, "--no-cache", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


BROKEN = {
    "UPDATE billing_posting SET amount = amount + 1 WHERE ledger = 'cash'": "Debits and credits",
    "DELETE FROM billing_invoice WHERE number = '2026-000002'": "Number 2026-000002 is missing",
    "UPDATE billing_invoicetax SET amount = amount - 1": "tax on documents is not the tax in the",
    "UPDATE billing_invoiceline SET amount = 1": "do not add up to it",
    "UPDATE billing_payment SET amount = amount + 1": "was not entered as it came",
    "UPDATE billing_invoice SET net = net + 1, total = total + 1": "not entered as it was issued",
}


@pytest.mark.parametrize("change", BROKEN)
def test_whoever_gets_past_the_triggers_is_found_out(
    change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2, 3):
        make.invoice(make.account(), number=f"2026-{number:06}")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO billing_series (kind, year, last) VALUES ('invoice', 2026, 3)")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(change)
        cursor.execute("SET session_replication_role = origin")
    assert main(["books", "check"]) == 1
    assert BROKEN[change] in capsys.readouterr().out
