"""A return for want of a mandate ends it, also where the attempt to pay is long gone."""

from datetime import timedelta

import pytest

from troth.bank.tests.paying import told
from troth.billing.owed import owed
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.tests.debits import DUE, collected, handed, night, owing, returned
from troth.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]


@pytest.mark.parametrize(("code", "ends"), [("MD01", True), ("AM04", False)])
def test_without_its_attempt(code: str, ends: bool) -> None:
    invoice, one, _file = handed()
    told(collected(one))
    Collection.objects.update(attempt=None)
    PaymentAttempt.objects.all().delete()
    told(returned(one, code), opening=1190, number="8")
    assert owed(invoice) == 1190
    assert bool(PaymentMethod.objects.get().removed_at) is ends
    assert Message.objects.filter(subject__contains="can no longer be used").count() == ends
    assert invoice.account
    another = owing(invoice.account, due=DUE + timedelta(days=30))
    night(DUE + timedelta(days=16))
    assert another.collections.exists() is not ends
