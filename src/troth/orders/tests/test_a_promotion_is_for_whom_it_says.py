"""A promotion for new customers, once for each, or for some periods; in the shop and by staff."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Membership
from troth.catalog.models import Product, Promotion
from troth.journal.models import Entry
from troth.orders.lapse_quotes import lapse_quotes
from troth.orders.models import Order, OrderLine, Quote
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, put_in, sent_by, shop
from troth.orders.tests.test_a_quote_becomes_an_order import told
from troth.services.models import Service, Term
from troth.services.transfer import transfer
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

CODE = {"act": "code", "code": "TEN"}


@pytest.fixture
def product() -> Product:
    return shop()


def promotion(**more: Any) -> Promotion:
    return Promotion.objects.create(code="TEN", percent=10_0000, **more)


def asked(client: Client, product: Product, months: int = 1) -> str:
    """The order page with the code."""
    put_in(client, product, months=months)
    return client.post(ORDER, CODE, follow=True).content.decode()


def order(client: Client) -> None:
    assert client.post(ORDER, form_of(client)).status_code == 302


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ({"once": True}, "You have already used the promotion “TEN”."),
        ({"new_customers": True}, "The promotion “TEN” is for new customers."),
    ],
)
def test_the_second_time_it_is_refused_in_one_line(
    rule: dict[str, bool], line: str, product: Product
) -> None:
    made, client = promotion(**rule), client_of(customer())
    assert line not in asked(client, product)
    order(client)
    assert asked(client, product).count(line) == 1
    order(client)
    made.refresh_from_db()
    assert made.used == 1
    assert [*Order.objects.order_by("pk").values_list("promotion", flat=True)] == ["TEN", ""]
    assert Service.objects.filter(promotion="TEN").count() == 1


def test_another_account_of_the_same_owner_is_not_new(product: Product) -> None:
    promotion(new_customers=True)
    first, second = customer(), customer()
    order_of = client_of(first)
    put_in(order_of, product)
    order(order_of)
    Membership.objects.filter(account=second).update(person=make.owner(first))
    client = client_of(second)
    put_in(client, product)
    page = client.post(f"{ORDER}?account={second.pk}", CODE, follow=True).content.decode()
    assert "is for new customers" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_of_one_owner_at_once_one_is_new() -> None:
    product = shop()
    made, accounts = promotion(new_customers=True), [customer(), customer()]
    one = make.owner(accounts[0])
    Membership.objects.filter(account=accounts[1]).update(person=one)
    clients = [signed_in(one), signed_in(one)]
    sent = []
    for client, account in zip(clients, accounts, strict=True):
        put_in(client, product, code="TEN")
        sent.append(sent_by(client.get(f"{ORDER}?account={account.pk}")))

    def press(client: Client, told: dict[str, Any]) -> int:
        return client.post(ORDER, told).status_code

    both = zip(clients, sent, strict=True)
    assert sorted(at_once(*(lambda c=c, t=t: press(c, t) for c, t in both))) == [200, 302]
    made.refresh_from_db()
    assert made.used == Order.objects.count() == 1


def test_it_is_for_the_periods_that_it_names(product: Product) -> None:
    promotion(months=[12])
    client = client_of(customer())
    assert "The promotion “TEN” is for another period: 12 months." in asked(client, product)
    assert "is for another period" not in asked(client, product, months=12)
    order(client)
    lines = OrderLine.objects.order_by("position").values_list("months", "discount")
    assert [*lines] == [(1, 0), (12, 1000)]


@pytest.mark.parametrize("rule", [{}, {"once": True}, {"new_customers": True}, {"limit": 1}])
def test_staff_open_a_service_with_it(rule: dict[str, Any], product: Product) -> None:
    made, account = promotion(**rule), customer()
    staff, path = (
        signed_in(make.staff("billing")),
        f"/desk/customers/account/{account.pk}/services/",
    )
    said = {"offer": product.pk, "currency": "EUR", "months": 1, "quantity": 1, "code": "ten"}
    assert staff.post(f"{path}new/", said).status_code == 302
    term = Term.objects.get()
    assert (term.price, term.discount, term.discounts) == (1000, 100, 1)
    assert Service.objects.get().promotion == "TEN"
    again = staff.post(f"{path}new/", said).status_code
    assert again == (200 if rule else 302)
    made.refresh_from_db()
    assert made.used == Service.objects.count() == (1 if rule else 2)


def test_a_quote_takes_its_use_and_gives_it_back(product: Product) -> None:
    made, account = promotion(limit=1, once=True), customer()
    staff, path = signed_in(make.staff("billing")), f"/desk/customers/account/{account.pk}/quote/"
    page = staff.post(path, told(product.pk) | {"code": "NONE"}).content.decode()
    assert "There is no promotion “NONE”." in page and not Quote.objects.exists()
    assert staff.post(path, told(product.pk) | {"code": "TEN"}).status_code == 302
    quote = Quote.objects.get()
    line = quote.lines.get(position=1)
    assert (quote.promotion, line.discount, line.discounts) == ("TEN", 1000, 1)
    assert staff.post(path, told(product.pk) | {"code": "TEN"}).status_code == 200
    made.refresh_from_db()
    assert made.used == 1
    client, here = client_of(account), f"/account/{account.pk}/quotes/{quote.pk}/"
    client.post(f"{here}decline/")
    made.refresh_from_db()
    assert made.used == 0
    staff.post(path, told(product.pk) | {"code": "TEN"})
    second = Quote.objects.latest("pk")
    here = f"/account/{account.pk}/quotes/{second.pk}/"
    mark = client.get(here).context["agreement"].mark
    client.post(f"{here}accept/", {"mark": mark})
    made.refresh_from_db()
    assert (made.used, Order.objects.get().promotion) == (1, "TEN")


def test_a_quote_that_has_lapsed_gives_its_use_back_once(product: Product) -> None:
    made, account = promotion(limit=3), customer()
    staff, path = signed_in(make.staff("billing")), f"/desk/customers/account/{account.pk}/quote/"
    for days in (0, 0, 14):
        staff.post(path, told(product.pk, days=days) | {"code": "TEN"})
    now = timezone.now()
    assert lapse_quotes(at=now) == 0
    assert [lapse_quotes(at=now + timedelta(days=1)) for _twice in range(2)] == [2, 0]
    assert Entry.objects.get(event="quotes.lapsed").counts == {"quotes": 2}
    first = Quote.objects.order_by("pk")[0]
    client_of(account).post(f"/account/{account.pk}/quotes/{first.pk}/decline/")
    staff.post(f"/desk/quotes/{first.pk}/withdraw/")
    made.refresh_from_db()
    assert made.used == 1


@pytest.mark.parametrize("rule", [{"once": True}, {"new_customers": True}])
def test_what_a_quote_promises_is_not_had_besides(rule: dict[str, bool], product: Product) -> None:
    made, account = promotion(**rule), customer()
    staff, path = signed_in(make.staff("billing")), f"/desk/customers/account/{account.pk}/quote/"
    said = told(product.pk) | {"code": "TEN"}
    assert [staff.post(path, said).status_code for _twice in range(2)] == [302, 200]
    client = client_of(account)
    assert "“TEN” is already in a quote of ours." in asked(client, product)
    order(client)
    made.refresh_from_db()
    assert (made.used, Order.objects.get().promotion) == (1, "")


@pytest.mark.parametrize("rule", [{"once": True}, {"new_customers": True}])
def test_it_is_used_also_where_the_service_went_to_another_account(rule: dict[str, bool]) -> None:
    product, account = shop(waits_for_payment=True), customer()
    promotion(**rule)
    client = client_of(account)
    asked(client, product)
    order(client)
    assert not Service.objects.get().activated_at
    by = make.owner(account)
    transfer(Service.objects.get(), customer(), at=timezone.now(), by=by)
    asked(client, product)
    order(client)
    assert [*Order.objects.order_by("pk").values_list("promotion", flat=True)] == ["TEN", ""]


def test_staff_say_for_whom_it_is(product: Product) -> None:
    staff = signed_in(make.staff("billing"))
    said = {"code": "TEN", "percent": "10", "periods": "1", "months": ["12", "24"], "once": "on"}
    assert staff.post("/desk/catalogue/promotions/new/", said).status_code == 302
    made = Promotion.objects.get()
    assert (made.months, made.once, made.new_customers) == ([12, 24], True, False)
    page = staff.get("/desk/catalogue/promotions/").content.decode()
    assert "12 months, 24 months" in page and "Once for each account" in page
