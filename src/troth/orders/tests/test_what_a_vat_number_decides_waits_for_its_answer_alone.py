"""A VAT number is asked about once it is typed; what waits for the answer is invoiced with it."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import Invoice
from troth.calls.work import work_due
from troth.catalog.models import Product
from troth.core.day import day_at, start_of
from troth.messaging.models import Message
from troth.orders.accept import accept
from troth.orders.models import Order, ReviewRule
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.people.tests.pages import correct, details
from troth.services.by_night import by_night
from troth.services.models import Service
from troth.services.tasks import invoice_answered
from troth.tax.ask_typed import ask_typed
from troth.testing import make
from troth.testing.vies import INVALID, SHARE, StandIn

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "DE136695976"


@pytest.fixture(autouse=True)
def vies(settings: Settings) -> Iterator[StandIn]:
    with StandIn() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.VIES_URL = f"http://127.0.0.1:{server.server_port}"
        settings.TAX_NUMBER = "CY10259033P"
        yield server
        server.shutdown()


@pytest.fixture
def product() -> Product:
    return shop(make.changed("ispsystem", rules=SHARE))


def german(**more: str) -> Account:
    told = {"city": "Berlin", "postcode": "10115", "region": "", "company": "A Company"}
    return customer(country="DE", **told | more)


def ordered(account: Account, product: Product) -> Order:
    client = client_of(account)
    put_in(client, product)
    order(client)
    return Order.objects.get()


def answered() -> None:
    """VIES is asked what waits, and what comes of it is done."""
    work_due(at=timezone.now() + timedelta(minutes=1))
    for job in ProcrastinateJob.objects.filter(task_name=invoice_answered.name):
        invoice_answered(**job.args)


@pytest.mark.parametrize("is_known", [True, False])
def test_staff_may_look_at_the_first_order_by_a_number(is_known: bool, product: Product) -> None:
    ReviewRule.objects.create(kind="number")
    account = german(tax_id="" if is_known else NUMBER)
    if is_known:
        type_number(account)
        ask_typed(at=timezone.now())
        answered()
        account.refresh_from_db()
    first = ordered(account, product)
    assert (first.review, first.accepted_at) == ("number", None)
    page = client_of(account).get(f"/account/{account.pk}/orders/{first.pk}/").content.decode()
    assert "without tax because of your VAT number" in page
    answered()
    accept(first, at=timezone.now())
    answered()
    assert Invoice.objects.get().taxes.get().category == "AE"
    again = client_of(account)
    put_in(again, product)
    order(again)
    assert Order.objects.latest("pk").accepted_at


def test_who_is_taxed_anyway_is_not_looked_at_for_a_number(product: Product) -> None:
    ReviewRule.objects.create(kind="number")
    assert ordered(german(company=""), product).accepted_at


def due() -> date:
    """The day on which the next period is invoiced."""
    through = Service.objects.get().charged_through
    assert through
    return through - timedelta(days=7)


def type_number(account: Account) -> None:
    held = {name: getattr(account, name) for name in ("name", "company", "street", "postcode")}
    typed = held | {"city": account.city, "country": account.country, "tax_id": NUMBER}
    assert correct(client_of(account), details(account), **typed).status_code == 302


def test_one_that_was_typed_is_known_before_the_order(product: Product, vies: StandIn) -> None:
    account = german()
    type_number(account)
    for _minute in range(2):
        ask_typed(at=timezone.now())
    answered()
    assert [each["vatNumber"] for each in vies.asked] == [NUMBER[2:]]
    ordered(account, product)
    assert Invoice.objects.get().taxes.get().category == "AE"


def test_a_first_order_is_invoiced_as_soon_as_the_answer_is_there(product: Product) -> None:
    ordered(german(tax_id=NUMBER), product)
    assert Service.objects.exists() and not Invoice.objects.exists()
    accepted = Message.objects.get(subject__contains="accepted").body
    assert "If it is valid, this tax is not charged" in accepted
    answered()
    invoice = Invoice.objects.get()
    assert invoice.taxes.get().category == "AE" and "VIES" in invoice.evidence
    assert invoice.number in Message.objects.get(subject__startswith="Invoice").body
    answered()  # twice does nothing more
    assert Invoice.objects.count() == 1


def test_whoever_has_one_that_is_invalid_pays_tax_and_is_told_once(
    product: Product, vies: StandIn
) -> None:
    vies.says = (200, json.dumps(INVALID))
    account = german(tax_id=NUMBER)
    ordered(account, product)
    answered()
    assert Invoice.objects.get().tax == 190
    told = Message.objects.filter(subject="Your VAT number could not be confirmed as valid")
    assert details(account) in told.get().body and NUMBER not in told.get().body
    later = start_of(due() - timedelta(days=1))
    by_night(at=later)
    work_due(at=later)
    assert (len(vies.asked), told.count()) == (2, 1)


def test_what_is_given_up_is_not_waited_for(product: Product, vies: StandIn) -> None:
    vies.says = (400, '{"actionSucceed": false, "errorWrappers": [{"error": "INVALID_INPUT"}]}')
    ordered(german(tax_id=NUMBER), product)
    answered()
    assert Invoice.objects.get().tax == 190


def test_a_renewal_is_asked_about_the_night_before(product: Product, vies: StandIn) -> None:
    ordered(german(tax_id=NUMBER), product)
    answered()
    nights = [start_of(due()) - timedelta(days=days, hours=-2) for days in (2, 1, 0)]
    for night in nights:
        assert Invoice.objects.count() == 1
        by_night(at=night)
        work_due(at=night + timedelta(minutes=1))
    assert Invoice.objects.count() == 2 and len(vies.asked) == 2
    renewal = Invoice.objects.latest("pk")
    assert day_at(nights[1]).isoformat() in renewal.evidence
