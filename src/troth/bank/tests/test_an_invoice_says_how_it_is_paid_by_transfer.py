import pytest
from django.test import Client

from troth.bank.tests.paying import ours, owing
from troth.billing.reference import RF
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("paid", [False, True])
def test_the_page(paid: bool) -> None:
    bank, account = ours(), make.account()
    invoice = make.invoice(account) if paid else owing(account, "2026-000017")
    client = Client()
    client.force_login(make.verified(make.owner(account)))
    page = client.get(f"/account/{account.pk}/invoices/{invoice.pk}/").content.decode()
    iban = " ".join(bank.iban[at : at + 4] for at in range(0, len(bank.iban), 4))
    for told in (iban, bank.holder, RF.make("2026000017"), "QR code"):
        assert (told in page) is not paid
