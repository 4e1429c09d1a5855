"""A customer reads what is collected when, and pays otherwise as long as no bank knows of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from troth.billing.models import Invoice
from troth.core.errors import TrothError
from troth.gateways.charge import under_way
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.pay_otherwise import pay_otherwise
from troth.gateways.sepa.tests.debits import DUE, SHARE, announced, at, night, ready
from troth.testing import make
from troth.testing.pretend import plug_in
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _ready(settings: Any, pretend: Counterpart) -> Iterator[None]:
    ready(settings)
    make.in_force(make.changed("softsys", rules=SHARE + plug_in.SHARE))
    yield


@pytest.fixture
def invoice() -> Invoice:
    return announced(make.account(name="Ada Payer", city="Kochi", postcode="682001"))[0]


def visits(invoice: Invoice) -> tuple[Client, str]:
    assert invoice.account
    client = signed_in(make.owner(invoice.account))
    return client, f"/account/{invoice.account_id}/invoices/{invoice.pk}/"


def test_before_a_bank_knows_of_it_another_payment_takes_its_place(invoice: Invoice) -> None:
    client, page = visits(invoice)
    for each in (page, f"{page}pay/"):
        shown = client.get(each).content.decode()
        assert "€11.90 will be collected by direct debit" in shown
        assert "your bank account FR … 2606 on 18 March 2026" in shown
        assert "it is not collected" in shown
    assert client.post(f"{page}pay/", {"way": "pretend"}).status_code == 302
    one, attempt = Collection.objects.get(), PaymentAttempt.objects.latest("pk")
    assert one.ended_at and one.attempt and one.attempt.ended_at
    assert (attempt.gateway, attempt.ended_at, attempt.amount) == ("pretend", None, 1190)
    assert invoice.pk not in under_way()
    with pytest.raises(TrothError, match="nothing left to collect"):
        make_file(DUE, at=at(DUE - timedelta(days=2)))


def test_who_goes_without_paying_is_asked_by_the_next_step(invoice: Invoice) -> None:
    client, page = visits(invoice)
    client.post(f"{page}pay/", {"way": "pretend"})
    PaymentAttempt.objects.filter(gateway="pretend").update(ended_at=at(DUE))
    night(DUE - timedelta(days=3))  # fourteen days before the step that comes ten days after
    assert Collection.objects.latest("pk").collect_on == date(2026, 3, 30)


def test_what_the_bank_has_been_told_of_is_not_paid_twice(invoice: Invoice) -> None:
    make_file(DUE, at=at(DUE - timedelta(days=2)))
    client, page = visits(invoice)
    for each in (page, f"{page}pay/"):
        shown = client.get(each).content.decode()
        assert "please do not pay another way" in shown
        assert f"{page}pay/" not in shown and 'name="way"' not in shown
        assert "Pay by bank transfer" not in shown
    answer = client.post(f"{page}pay/", {"way": "pretend"})
    assert answer.status_code == 200
    assert not PaymentAttempt.objects.filter(gateway="pretend").exists()
    with pytest.raises(TrothError, match="can no longer be stopped"):
        pay_otherwise(PaymentAttempt.objects.get(), at=at(DUE))
    assert Collection.objects.get().ended_at is None
