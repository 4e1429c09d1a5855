"""Staff change the currency of an account; its services follow from a later period on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from troth.accounts.models import Account
from troth.billing.models import InvoiceLine
from troth.billing.receive import receive
from troth.catalog.models import Price
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.services.bill import bill
from troth.services.models import Service, Term
from troth.testing import make, sell
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def service(time_machine: time_machine.TimeMachineFixture) -> Service:
    """One of a month, invoiced and paid, that is sold in Swiss francs as well."""
    time_machine.move_to(NOW, tick=False)
    sell.seller("softsys", at=BEGAN)
    account = sell.buyer(at=BEGAN)
    account.company = "Example Ltd"
    account.save()
    offer = sell.product("Hosting S", {1: 1000})
    Price.objects.create(product=offer, currency="CHF", months=1, amount=1200, starts=sell.LONG_AGO)
    made = sell.sold(account, offer, at=BEGAN)
    Service.objects.update(withdraw_until=None)
    invoice = account.invoices.get()
    receive(account, invoice.total, "EUR", at=BEGAN, method="card")
    return made


def changed(account: Account, currency: str = "CHF", **more: str) -> Any:
    staff: Client = signed_in(make.staff("billing"))
    path = f"/desk/customers/account/{account.pk}/currency/"
    return staff.post(path, {"currency": currency, **more}, follow=True)


def test_services_cost_what_the_catalogue_says_after_the_notice(service: Service) -> None:
    page = changed(service.account).content.decode()
    assert "CHF" in page and "12.00" in page and Term.objects.count() == 1
    changed(service.account, agreed="1")
    account = Account.objects.get(pk=service.account_id)
    before, after = Term.objects.order_by("starts")
    assert account.currency == "CHF"
    assert (before.until, after.starts) == (date(2026, 5, 1), date(2026, 5, 1))
    assert (after.currency, after.price, after.until) == ("CHF", 1200, None)
    letter = Message.objects.latest("pk")
    assert "invoiced in CHF" in letter.subject and "1 May 2026" in letter.body
    for month in (4, 5):
        bill(on=date(2026, month, 1), at=NOW + timedelta(days=45))
    lines = InvoiceLine.objects.order_by("pk").values_list("invoice__currency", "amount")
    assert [*lines] == [("EUR", 1000), ("EUR", 1000), ("CHF", 1200)]


@pytest.mark.parametrize(
    ("lacks", "line"),
    [
        ("price", "has no price in USD"),
        ("same", "That is already the currency of the account."),
        ("credit", "Something is still to be paid"),
        ("quote", "An order or a quote in the old currency is still open."),
        ("discount", "has a discount in the old currency"),
        ("withdrawal", "may still be withdrawn from"),
    ],
)
def test_it_is_refused_in_one_line(service: Service, lacks: str, line: str) -> None:
    account = service.account
    match lacks:
        case "credit":
            receive(account, 100, "EUR", at=NOW, method="card")
        case "quote":
            make.quote(account, at=NOW)
        case "discount":
            Term.objects.update(discount=100)
        case "withdrawal":
            Service.objects.update(withdraw_until=day_at(NOW))
    page = changed(account, {"price": "USD", "same": "EUR"}.get(lacks, "CHF"), agreed="1")
    assert line in page.content.decode()
    account.refresh_from_db()
    assert account.currency == "EUR" and Term.objects.count() == 1
