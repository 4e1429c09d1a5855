"""What is owed again, and is taken by a way that is kept, nobody is asked to pay by hand."""

import pytest

from troth.billing.models import Payment
from troth.billing.refund import refund
from troth.gateways.tests import test_what_is_owed_is_taken_by_the_way_that_is_kept as charges
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)
steps = charges.steps


def test_the_mail_says_by_what_and_when(pretend: Counterpart) -> None:
    invoice = charges.due(pretend)
    assert charges.night() == 1
    refund(Payment.objects.get(), 200, at=make.NOW, reopen={invoice: 200}, sent=True)
    said = Message.objects.filter(account=invoice.account).latest("pk").body.replace("\xa0", " ")
    assert "is due again" in said and "Please pay" not in said
    assert "€2.00 will be charged to Visa 4242 on" in said and "nothing you need to do" in said
