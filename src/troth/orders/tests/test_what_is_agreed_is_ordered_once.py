"""From the shop to an order, its service and its invoice, over HTTP; sent twice it is one."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from troth.billing.models import Invoice
from troth.catalog.models import Addon, Price, Product
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.orders.invoice_of import invoice_of
from troth.orders.models import Order, OrderLine
from troth.orders.tests.selling import (
    BEGUN,
    ORDER,
    client_of,
    customer,
    form_of,
    option,
    order,
    priced,
    put_in,
    shop,
)
from troth.services.models import Charge, Service
from troth.testing.browser import PASSWORD, with_password

pytestmark = pytest.mark.django_db


def test_from_the_shop_to_a_service_and_an_invoice() -> None:
    product = shop("ispsystem", asks_name="Domain")
    option(product, "Disk", "choice", ("10 GB", 0), ("50 GB", 500))
    account = customer(country="CY", postcode="1010", region="")
    client = client_of(account)
    assert "€9.92" in client.get("/shop/").content.decode()
    assert "Hosting S" in client.get("/shop/web/?months=12").content.decode()
    choice = client.get("/shop/web/s/").content.decode().replace("\xa0", " ")
    assert "50 GB: €5.95 each month · €5.95 each year" in choice and "10 GB<" in choice
    disk = product.options.get().choices.get(name="50 GB")
    put_in(client, product, **{f"option_{disk.option_id}": disk.pk})
    page = client.get(ORDER).content.decode()
    assert "Order with obligation to pay" in page
    told = order(client, label_0="site.example", note="Soon, please.").content.decode()
    made = Order.objects.get()
    assert made.accepted_at and made.number in told and "Soon, please." in told
    line = made.lines.get()
    assert (line.label, line.options, line.price, line.amount) == (
        "site.example",
        "Disk: 50 GB",
        1500,
        1500,
    )
    assert (made.net, made.tax, made.total) == (1500, 285, 1785)
    invoice = invoice_of(made)
    assert invoice
    assert (made.net, made.total) == (invoice.net, invoice.total)
    service = Service.objects.get()
    assert line.service == service and service.activated_at
    assert service.terms.get().price == 1500
    charge = Charge.objects.get()
    assert charge.line and charge.line.invoice == invoice
    assert charge.ends == service.charged_through
    account.refresh_from_db()
    assert account.currency == "EUR"
    told = [each.subject for each in Message.objects.filter(account=account).order_by("pk")]
    assert told[0].startswith(f"Invoice {invoice.number}") and told[1].endswith("is accepted")
    assert len(told) == 2


def test_the_same_form_again_or_in_another_tab_is_the_same_order() -> None:
    product = shop()
    client = client_of(customer())
    put_in(client, product)
    sent = form_of(client)
    first = client.post(ORDER, sent)
    for again in (sent, {**sent, "mark": "of another tab"}):
        assert client.post(ORDER, again)["Location"] == first["Location"]
    assert Order.objects.count() == Service.objects.count() == Invoice.objects.count() == 1


def test_an_order_is_read_after_its_product_is_gone() -> None:
    product = shop()
    account = customer()
    client = client_of(account)
    put_in(client, product)
    order(client)
    Product.objects.update(name="Something else", hidden=True, retired_at=timezone.now())
    Price.objects.update(amount=1)
    page = client.get(f"/account/{account.pk}/orders/{Order.objects.get().pk}/").content.decode()
    assert "Hosting S" in page and "€10.00" in page and "Something else" not in page


def test_a_price_that_has_changed_is_shown_before_it_is_agreed_to() -> None:
    product = shop()
    client = client_of(customer())
    put_in(client, product)
    sent = form_of(client)
    priced(product, 1, 1200, starts=day_at(timezone.now()))
    refused = client.post(ORDER, sent)
    page = refused.content.decode()
    assert "Something has changed" in page and "€12.00" in page
    assert not Order.objects.exists() and not Charge.objects.exists()
    order(client)
    assert Order.objects.get().net == 1200


def test_what_begins_later_or_is_sold_no_longer_is_not_sold() -> None:
    product = shop()
    client = client_of(customer())
    put_in(client, product, months=12)
    priced(product, 12, None, starts=BEGUN + timedelta(days=1))
    page = client.get(ORDER).content.decode()
    assert "no longer sold for this period" in page and "obligation" not in page
    sent = form_of(client)
    assert client.post(ORDER, sent).status_code == 200
    assert not Order.objects.exists()


def test_nothing_that_costs_nothing_is_ordered_all_the_same() -> None:
    product = shop()
    Price.objects.update(amount=0)
    client = client_of(customer())
    put_in(client, product)
    order(client)
    made = Order.objects.get()
    assert made.accepted_at and made.total == 0 and invoice_of(made)


def test_addons_and_several_lines_are_one_order_and_one_invoice() -> None:
    product = shop(most=3)
    addon = Product.objects.create(group=product.group, name="Backup", slug="backup")
    priced(addon, 0, 500, setup=100)
    Addon.objects.create(product=product, addon=addon)
    client = client_of(customer())
    put_in(client, product, quantity=3, **{f"addon_{addon.pk}": "on"})
    order(client)
    made = Order.objects.get()
    invoice = invoice_of(made)
    assert invoice
    assert made.net == 3600 and invoice.lines.count() == 3
    once = Service.objects.get(product="Backup")
    assert once.charged_through is None
    assert [line.recurring for line in OrderLine.objects.order_by("position")] == [3000, 0]


def test_a_visitor_sees_the_tax_at_home_and_signs_in_with_the_cart() -> None:
    product = shop("ispsystem")
    visitor = Client()
    put_in(visitor, product)
    page = visitor.get(ORDER).content.decode()
    assert "consumer in Cyprus" in page and "€11.90" in page and f"/sign-in/?next={ORDER}" in page
    assert {*visitor.session["cart"]} == {"currency", "code", "key", "lines"}
    someone = with_password(customer().memberships.get().person)
    entered = visitor.post("/sign-in/", {"login": someone.email, "password": PASSWORD})
    assert entered["Location"] == ORDER
    assert "Hosting S" in visitor.get(ORDER).content.decode()


def test_who_has_not_confirmed_an_address_orders_nothing() -> None:
    product = shop()
    account = customer()
    client = client_of(account)
    put_in(client, product)
    sent = form_of(client)
    EmailAddress.objects.update(verified=False)
    client.post(ORDER, sent)
    assert not Order.objects.exists()


def test_an_addon_is_ordered_along_with_its_product_or_for_one_that_runs() -> None:
    product, account = shop(), customer()
    addon = Product.objects.create(group=product.group, name="Backup", slug="backup")
    priced(addon, 1, 500)
    Addon.objects.create(product=product, addon=addon)
    client = client_of(account)
    put_in(client, addon)
    assert "together with another product" in order(client).content.decode()
    assert not Order.objects.exists()
    put_in(client, product)
    order(client)
    put_in(client, addon)
    order(client)
    assert [each.lines.count() for each in Order.objects.order_by("pk")] == [2, 1]
