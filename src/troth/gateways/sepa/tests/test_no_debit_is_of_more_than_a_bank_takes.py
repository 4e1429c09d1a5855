"""What is more than a direct debit may be is told to staff in one line, and never announced."""

from datetime import timedelta
from typing import Any

import pytest
from sepaxml.validation import try_valid_xml

from troth.billing.models import Invoice, Posting
from troth.core.sepa_text import MOST
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.pain008 import pain008
from troth.gateways.sepa.tests.debits import (
    DUE,
    TODAY,
    at,
    desk,
    night,
    parsed,
    signed,
)
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]

DAY = DUE - timedelta(days=14)


def owing(amount: int) -> Invoice:
    rows = make.invoice_rows(signed().account, paid=False, at=at(TODAY))
    rows[0].due_on, more = DUE, amount - rows[0].total
    rows[0].net, rows[0].total = rows[0].net + more, amount
    for row in rows:
        if isinstance(row, Posting):
            row.amount += {"receivable": more, "revenue": -more}.get(row.ledger, 0)
    return make.saved(rows)


def test_a_cent_more() -> None:
    invoice = owing(MOST + 1)
    night(DAY)
    assert not Collection.objects.exists()
    assert not Message.objects.filter(subject__contains="We collect").exists()
    said = f"Invoice {invoice.number} owes more than the 999,999,999.99 euros of a direct debit"
    assert said in desk().get("/desk/bank/direct-debits/").content.decode()
    assert invoice.account
    client = signed_in(make.owner(invoice.account))
    page = client.get(f"/account/{invoice.account_id}/invoices/{invoice.pk}/").content.decode()
    assert "by direct debit" not in page and "Pay by bank transfer" in page


@pytest.mark.parametrize("format", ["pain.008.001.08", "pain.008.001.02"])
def test_not_a_cent_more(settings: Any, format: str) -> None:
    settings.SEPA_FORMAT = format
    owing(MOST)
    night(DAY)
    made = pain008(make_file(DUE, at=at(DUE - timedelta(days=2))))
    try_valid_xml(made, format)
    assert parsed(made).findtext(".//{*}InstdAmt") == "999999999.99"
    assert "owes more than" not in desk().get("/desk/bank/direct-debits/").content.decode()
