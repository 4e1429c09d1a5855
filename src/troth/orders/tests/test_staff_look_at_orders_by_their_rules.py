"""Staff set rules; what falls under one waits, and one of them decides it, once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import Invoice
from troth.catalog.models import Product, Promotion
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.orders.models import Order, ReviewRule
from troth.orders.set_review import set_review
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.services.models import Charge, Service
from troth.tax.models import ExchangeRate
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

RULES = [
    ({"kind": "first"}, "The first order of an account"),
    ({"kind": "amount", "currency": "eur", "amount": "9.99"}, "An order above an amount"),
    ({"kind": "country"}, "An order from another country"),
]


@pytest.mark.parametrize(("rule", "words"), RULES)
def test_an_order_under_a_rule_waits_until_it_is_accepted(
    rule: dict[str, str], words: str, settings: Settings
) -> None:
    settings.COUNTRY_HEADER = "CF-IPCountry"
    product, account = shop(), customer()
    staff = signed_in(make.staff("billing"))
    staff.post("/desk/orders/rules/", rule)
    client = client_of(account)
    client.defaults["HTTP_CF_IPCOUNTRY"] = "FR"
    put_in(client, product)
    assert "We check the order" in order(client).content.decode()
    made = Order.objects.get()
    assert not Service.objects.exists() and not Charge.objects.exists()
    assert made.number in client.get(f"/account/{account.pk}/").content.decode()
    assert words in staff.get("/desk/orders/").content.decode()
    page = staff.get(f"/desk/orders/{made.pk}/").content.decode()
    assert "Hosting S" in page and "€10.00" in page
    staff.post(f"/desk/orders/{made.pk}/accept/")
    again = signed_in(make.staff("billing")).post(f"/desk/orders/{made.pk}/accept/", follow=True)
    assert "has already been decided" in again.content.decode()
    assert Service.objects.count() == 1
    subjects = (
        Message.objects.filter(account=account).order_by("pk").values_list("subject", flat=True)
    )
    assert [subject.split()[-1] for subject in subjects] == [made.number, "€10.00", "accepted"]


def test_those_that_are_decided_stay_in_the_list() -> None:
    client = client_of(customer())
    put_in(client, shop())
    order(client)
    staff = signed_in(make.staff("billing"))
    made = Order.objects.get()
    html = staff.get("/desk/orders/").content.decode()
    assert "No order is waiting for you." in html and "Accepted on" in html
    assert f'href="/desk/orders/{made.pk}/"' in html
    invoice = Invoice.objects.get()
    page = staff.get(f"/desk/orders/{made.pk}/").content.decode()
    assert f'href="/desk/invoices/{invoice.pk}/"' in page


def test_one_that_falls_under_none_holds_at_once() -> None:
    product, staff = shop(), signed_in(make.staff("billing"))
    staff.post("/desk/orders/rules/", RULES[1][0] | {"amount": "10"})
    client = client_of(customer())
    put_in(client, product)
    order(client)
    assert Order.objects.get().accepted_at


@pytest.mark.parametrize(
    ("rules", "waits"),
    [
        ({"CHF": "9"}, True),
        ({"CHF": "20"}, False),  # of ten euros and their tax
        ({"CHF": "9", "EUR": "20"}, False),
        ({"XAF": "99999"}, True),  # nobody publishes its rate
    ],
)
def test_an_amount_in_another_currency_is_compared(rules: dict[str, str], waits: bool) -> None:
    account, product = customer(), shop()
    now = timezone.now()
    ExchangeRate.objects.create(currency="CHF", day=day_at(now), rate="0.95")
    for currency, amount in rules.items():
        set_review(ReviewRule.Kind.AMOUNT, amount=int(amount) * 100, currency=currency, at=now)
    client = client_of(account)
    put_in(client, product)
    order(client)
    made = Order.objects.get()
    assert (made.review, made.accepted_at is None) == ("amount" if waits else "", waits)


def test_what_is_refused_gives_back_what_it_had_taken() -> None:
    product, account = shop(stock=1), customer()
    Promotion.objects.create(code="SPRING", percent=10_0000, limit=1)
    staff = signed_in(make.staff("billing"))
    staff.post("/desk/orders/rules/", {"kind": "first"})
    client = client_of(account)
    put_in(client, product, code="spring")
    order(client)
    made = Order.objects.get()
    assert made.net == 900 and Product.objects.get().stock == 0
    staff.post(f"/desk/orders/{made.pk}/refuse/", {"because": "We do not sell there."})
    assert Product.objects.get().stock == 1 and Promotion.objects.get().used == 0
    account.refresh_from_db()
    assert account.currency == ""
    page = client.get(f"/account/{account.pk}/orders/{made.pk}/").content.decode()
    assert "Refused" in page and "We do not sell there." in page
    assert "We do not sell there." in Message.objects.get(subject__contains="cannot").body


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        *((amount, "EUR") for amount in ("", "1e3", "-1", "1.234", "10000000000000")),
        *(("10", currency) for currency in ("", "XQQ", "ÄÖÜ", "EU")),  # no order would be in it
    ],
)
def test_an_amount_that_is_none_sets_no_rule(amount: str, currency: str) -> None:
    shop()
    staff = signed_in(make.staff("billing"))
    rule = {"kind": "amount", "currency": currency, "amount": amount}
    assert "error" in staff.post("/desk/orders/rules/", rule).content.decode()
    assert not ReviewRule.objects.exists()


def test_terms_hold_from_a_day_on_and_stay_as_they_were() -> None:
    shop()
    staff, today = signed_in(make.staff("billing")), day_at(timezone.now())
    for version, day, said in (
        ("1", today, "There is already a version 1"),
        ("2", today - timedelta(days=2), "from today,"),
        ("2", today, "The terms have been entered"),
    ):
        told = {"version": version, "text": "Pay *soon*.", "starts": day.isoformat()}
        assert said in staff.post("/desk/orders/terms/", told, follow=True).content.decode()
    client = client_of(customer())
    put_in(client, Product.objects.get())
    order(client)
    terms = Order.objects.get().terms
    assert terms and terms.version == "2"
    assert "<em>soon</em>" in client.get(f"/shop/terms/{terms.pk}/").content.decode()
