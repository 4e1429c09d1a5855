"""The file that the bank has is the one that is downloaded, whatever became of a payment method."""

from datetime import timedelta
from typing import Any

import pytest

from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.tests.debits import DUE, at, desk, handed, ready

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("attempt", ["kept", "gone"])
def test_after_its_way_to_pay_was_removed(settings: Any, attempt: str) -> None:
    ready(settings)
    invoice, _one, file = handed()
    page = f"/desk/bank/direct-debits/files/{file.pk}/?file=xml"
    client = desk()
    made = client.get(page).content
    assert invoice.account and b"<DrctDbtTxInf>" in made
    way = PaymentMethod.objects.get()
    remove_way(invoice.account, way.pk, at=at(DUE - timedelta(days=1)))
    way.refresh_from_db()
    assert way.removed_at
    if attempt == "gone":
        Collection.objects.update(attempt=None)
        PaymentAttempt.objects.all().delete()
    assert client.get(page).content == made
