"""PostgreSQL itself keeps the books, whatever a statement says."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from troth.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Posting,
    Series,
    Transaction,
)
from troth.billing.number import take_numbers
from troth.billing.owed import owed
from troth.billing.write_off import write_off
from troth.testing import make

pytestmark = pytest.mark.django_db


def _one_sided() -> None:
    entry = Transaction.objects.create(kind="payment", at=make.NOW, on=make.NOW.date())
    Posting.objects.create(transaction=entry, ledger="cash", currency="EUR", amount=1)


REFUSED: dict[str, Callable[[], object]] = {
    "a posting without its counterpart": _one_sided,
    "a different amount": lambda: Posting.objects.update(amount=F("amount") * 2),
    "another ledger": lambda: Posting.objects.update(ledger="rounding"),
    "one posting less": lambda: Posting.objects.filter(ledger="tax").delete(),
    "another day": lambda: Transaction.objects.update(on="2020-01-01"),
    "another total": lambda: Invoice.objects.update(total=1, net=1, tax=0),
    "another number": lambda: Invoice.objects.update(number="2020-000001"),
    "another name on an invoice": lambda: Invoice.objects.update(party_name="Somebody Else"),
    "another bank account on an invoice": lambda: Invoice.objects.update(bank_iban="X"),
    "another line": lambda: InvoiceLine.objects.update(amount=1),
    "another tax": lambda: InvoiceTax.objects.update(rate=7_0000),
    "a number that is given again": lambda: Series.objects.update(last=F("last") - 1),
    "a number that is left out": lambda: Series.objects.filter(kind="invoice").delete(),
}


@pytest.mark.parametrize("what", REFUSED)
def test_postgresql_refuses(what: str) -> None:
    invoice = make.invoice(make.account())
    take_numbers(Series.Kind.INVOICE, 1, at=make.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what]()
    assert owed(invoice) == 0


def test_an_erasure_may_still_empty_what_names_somebody() -> None:
    invoice = make.invoice(make.account(), paid=False)
    Invoice.objects.update(account=None, party_name="", party_address="", party_tax_id="")
    InvoiceLine.objects.update(account=None, description="")
    Transaction.objects.update(account=None)
    Posting.objects.update(account=None)
    invoice.refresh_from_db()
    assert write_off(invoice, at=make.NOW) == 1190 and owed(invoice) == 0
