"""Charges that nobody can say the tax of wait where staff see them, with why and what to do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.bank.take_in import take_in
from troth.bank.tests.paying import paid
from troth.bank.tests.written import IBAN, camt053
from troth.billing.models import BankAccount
from troth.cli import main
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.services.by_night import by_night
from troth.services.models import Service
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make, sell
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Client:
    in_cyprus()
    return signed_in(make.staff("billing"))


def read(desk: Client, page: str) -> str:
    return desk.get(page).content.decode().replace("\xa0", " ")


def test_who_could_not_be_invoiced_is_named_until_they_are(desk: Client) -> None:
    now = timezone.now()
    nowhere = paid_until(day_at(now), customer(country="")).account
    assert "could not be invoiced" not in read(desk, "/desk/")
    by_night(at=now)
    assert "1 customer could not be invoiced" in read(desk, "/desk/")
    page = read(desk, "/desk/runs/")
    assert "The tax depends on the country" in page
    assert f"/desk/customers/account/{nowhere.pk}/where/" in page
    Account.objects.filter(pk=nowhere.pk).update(country="CY")
    assert "It will be invoiced tonight." in read(desk, "/desk/runs/")
    by_night(at=now + timedelta(days=1))
    assert nowhere.invoices.count() == 1
    assert "could not be invoiced" not in read(desk, "/desk/") + read(desk, "/desk/runs/")


@pytest.mark.parametrize(
    ("country", "told"),
    [("CY", "The service is opened and invoiced."), ("", "It will be invoiced once")],
)
def test_what_is_opened_by_hand_says_whether_it_is_invoiced(
    desk: Client, country: str, told: str
) -> None:
    account, offer = sell.buyer(country=country), sell.product("Small", {1: 1000})
    sent = {"offer": offer.pk, "quantity": 1, "months": 1, "currency": "EUR", "label": ""}
    answer = desk.post(f"/desk/customers/account/{account.pk}/services/new/", sent, follow=True)
    page = answer.content.decode()
    assert told in page
    assert ("The tax depends on the country" in page) is (not country)
    assert account.invoices.exists() is bool(country)


def test_lines_of_the_bank_and_services_to_be_set_up_are_counted(desk: Client) -> None:
    now = timezone.now()
    before = read(desk, "/desk/")
    assert "bank line is waiting" not in before and "is waiting to be set up" not in before
    BankAccount.objects.create(holder="A Seller", iban=IBAN, currency="EUR")
    take_in(camt053([paid()]).encode(), at=now)
    sell.sold(sell.buyer(), sell.product("Small", {1: 1000}), at=now)
    Service.objects.update(activated_at=None)
    page = read(desk, "/desk/")
    assert (
        "1 bank line is waiting to be settled." in page
        and "1 service is waiting to be set up." in page
    )


def test_one_command_does_the_whole_night(desk: Client, capsys: pytest.CaptureFixture[str]) -> None:
    today = day_at(timezone.now())
    paid_until(today)
    gone = paid_until(today + timedelta(days=90))
    gone.cancellations.create(
        account=gone.account, asked_at=timezone.now(), effective_on=today, because=""
    )
    assert main(["night"]) == 0
    assert "Invoiced: 1 of €100.00" in capsys.readouterr().out
    gone.refresh_from_db()
    assert gone.ended_at and Message.objects.filter(subject__startswith="Invoice").count() == 1
    paid_until(today, customer(country=""))
    assert main(["night"]) == 1
    assert "waits: The tax depends on the country" in capsys.readouterr().err
