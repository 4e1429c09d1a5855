import pytest
from django.test import Client

from troth.bank.tests.paying import ours, owing
from troth.billing.reference import RF
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("paid", "status"), [(False, 200), (True, 404)])
def test_the_page(paid: bool, status: int) -> None:
    bank, account = ours(), make.account()
    invoice = make.invoice(account) if paid else owing(account, "2026-000017")
    client = Client()
    client.force_login(make.verified(make.owner(account)))
    address = f"/account/{account.pk}/invoices/{invoice.pk}/"
    page = client.get(f"{address}transfer/")
    assert (f"{address}transfer/" in client.get(address).content.decode()) is not paid
    assert page.status_code == status
    if status == 200:
        for told in (bank.iban, bank.holder, RF.make("2026000017"), "€11.90", "<svg"):
            assert told in page.content.decode()
