"""The pages of an account about money."""

import pytest
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.models import BankAccount, Invoice
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(settings: Settings) -> Account:
    settings.TAX_NUMBER = "DE123456788"
    make.in_force("softsys")
    BankAccount.objects.create(
        holder="A Provider", iban="DE02120300000000202051", bic="BYLADEM1001", currency="EUR"
    )
    return make.account()


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(make.owner(account))
    return client


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\xa0", " ")


def test_what_is_open_says_how_it_is_paid(account: Account) -> None:
    invoice = make.invoice(account, paid=False)
    html = shown(client_of(account), f"/account/{account.pk}/invoices/{invoice.pk}/")
    for text in ("DE02 1203 0000 0000 2020 51", "A Provider", invoice.number, "QR code", "€11.90"):
        assert text in html
    paid = make.invoice(account)
    assert "Pay by bank transfer" not in shown(
        client_of(account), f"/account/{account.pk}/invoices/{paid.pk}/"
    )


def test_invoices_are_filtered(account: Account) -> None:
    paid = make.invoice(account)
    note = credit(paid, at=make.NOW.replace(year=2027))
    open_ = make.invoice(account, paid=False)
    client, path = client_of(account), f"/account/{account.pk}/invoices/"

    def listed(query: str) -> set[Invoice]:
        html = shown(client, f"{path}?{query}")
        return {each for each in (open_, paid, note) if f'{path}{each.pk}/"' in html}

    assert listed("") == listed("show=nonsense&year=1") == {open_, paid, note}
    assert listed("show=open") == {open_}
    assert listed("show=paid") == {paid}
    assert listed("show=credit-notes") == listed("year=2027") == {note}
    assert listed("show=open&year=2027") == set()


def test_a_balance_pays_once(account: Account) -> None:
    receive(account, 2000, "EUR", at=make.NOW, method="transfer")
    invoice = make.invoice(account, paid=False)
    client, path = client_of(account), f"/account/{account.pk}/invoices/{invoice.pk}/"
    assert "Pay €11.90 from your balance" in shown(client, path)
    for _click in range(2):
        client.post(f"{path}pay-from-balance/")
    assert (owed(invoice), balance(account, "EUR")) == (0, 810)
    assert "Balance used" in shown(client, path)


def test_a_statement_runs_from_entry_to_entry(account: Account) -> None:
    make.invoice(account, number="2026-000001")
    credit(make.invoice(account, paid=False), at=make.NOW)
    receive(account, 500, "EUR", at=make.NOW.replace(year=2027), method="transfer")
    client, path = client_of(account), f"/account/{account.pk}/statement/"
    assert "You have a credit of €5.00." in shown(client, path)
    rows = shown(client, f"{path}csv/").splitlines()
    assert rows[0] == "Day,Entry,Documents,Amount,Owed,Currency"
    assert rows[1] == "2026-06-15,Invoice issued,2026-000001,11.90,11.90,EUR"
    assert rows[-1] == "2027-06-15,Payment received,,-5.00,-5.00,EUR"
    of_year = shown(client, f"{path}csv/?year=2027").splitlines()
    assert of_year[1:] == rows[-1:]


def test_the_document_is_made_when_it_is_asked_for(account: Account) -> None:
    invoice = make.invoice(account, paid=False)
    note = credit(invoice, 595, at=make.NOW)
    client, path = client_of(account), f"/account/{account.pk}/invoices/"
    answer = client.get(f"{path}{invoice.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"
    xml = client.get(f"{path}{note.pk}/xml/").content.decode()
    assert note.number in xml and invoice.number in xml and ">381<" in xml and ">5.95<" in xml


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("a font")])
def test_a_document_that_cannot_be_made_touches_no_money(
    account: Account, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_args: object, **_more: object) -> bytes:
        raise error

    monkeypatch.setattr("troth.billing.files.pdf", fails)
    invoice = make.invoice(account, paid=False)
    client, path = client_of(account), f"/account/{account.pk}/invoices/{invoice.pk}/"
    html = client.get(f"{path}pdf/", follow=True).content.decode()
    assert "This file cannot be made at the moment." in html
    receive(account, 1190, "EUR", at=make.NOW, method="transfer")
    assert owed(invoice) == 0


def test_an_invoice_without_its_personal_data_says_so(account: Account) -> None:
    invoice = make.invoice(account)
    Invoice.objects.update(party_name="", party_address="", depersonalised_at=make.NOW)
    invoice.lines.update(description="")
    client, path = client_of(account), f"/account/{account.pk}/invoices/{invoice.pk}/"
    assert "Name and address were erased on 15 June 2026" in shown(client, path)
    xml = client.get(f"{path}xml/").content.decode()
    assert "The name and the address have been erased" in xml
