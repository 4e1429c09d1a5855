"""Each way to a gateway asks it for a page: how many are asked for has a limit, by person."""

from typing import Any

import pytest
from pytest_django import Settings

from troth.billing.models import Invoice
from troth.gateways.models import PaymentAttempt
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def goes_to_pay(invoice: Invoice) -> Any:
    assert invoice.account
    client = signed_in(make.owner(invoice.account))
    page = f"/account/{invoice.account_id}/invoices/{invoice.pk}/pay/"
    return client.post(page, {"way": "pretend"})


def test_who_goes_too_often_is_told_the_true_wait_and_nobody_else(
    pretend: Counterpart, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"pay": "2/20m/user"}
    make.in_force(make.changed("softsys", rules=SHARE))
    mine, anothers = (
        make.invoice(make.account(city="Kochi", postcode="682001"), paid=False) for _ in range(2)
    )
    assert [goes_to_pay(mine).status_code for _ in range(2)] == [302, 302]
    for _ in range(2):  # what is refused does not count
        answer = goes_to_pay(mine)
        assert answer.status_code == 429 and "wait 20 minutes" in answer.content.decode()
        assert 1195 <= int(answer["Retry-After"]) <= 1200
    assert goes_to_pay(anothers).status_code == 302
    assert PaymentAttempt.objects.count() == 2
