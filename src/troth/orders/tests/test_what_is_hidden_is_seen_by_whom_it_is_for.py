"""What is not listed is had by its address; what is hidden, staff see in the real shop."""

import pytest
from django.db.models import Model
from django.test import Client

from troth.catalog.models import Addon, Group, Product
from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, priced, put_in, shop
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PAGES = ("/shop/", "/shop/web/", "/shop/web/s/")


@pytest.fixture
def product() -> Product:
    made = shop()
    other = Product.objects.create(group=made.group, name="Other", slug="other")
    priced(other, 1, 500)
    return made


def test_what_is_not_listed_is_ordered_by_who_has_the_link(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(unlisted=True)
    priced(product, 1, 1500, currency="CHF")
    client = client_of(customer())
    for path in PAGES[:2]:
        page = client.get(path).content.decode()
        assert "Hosting S" not in page and "CHF" not in page
    answer = client.get(PAGES[2])
    assert answer.headers["X-Robots-Tag"] == "noindex" and "CHF" in answer.content.decode()
    put_in(client, product)
    client.post(ORDER, form_of(client))
    assert Order.objects.exists()


def test_staff_choose_it_beside_what_is_not_sold(product: Product) -> None:
    staff, path = signed_in(make.staff("billing")), f"/desk/catalogue/products/{product.pk}/edit/"
    form = staff.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    assert staff.post(path, sent | {"unlisted": "on"}).status_code == 302
    product.refresh_from_db()
    assert product.unlisted and not product.hidden
    assert "not listed" in staff.get("/desk/catalogue/").content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("hidden", ["product", "group"])
def test_staff_who_edit_the_catalogue_see_it_in_the_shop(
    path: str, hidden: str, product: Product
) -> None:
    row = product if hidden == "product" else product.group
    row.hidden = True
    row.save()
    page = signed_in(make.staff("billing")).get(f"/desk{path}").content.decode()
    assert "Hosting S" in page and "hidden" in page
    visible = Client().get(path)
    assert visible.status_code == 404 or "Hosting S" not in visible.content.decode()
    assert signed_in(make.staff("support")).get(f"/desk{path}").status_code == 403


@pytest.mark.parametrize("hidden", [Product, Group])
def test_what_is_hidden_meanwhile_is_not_ordered(hidden: type[Model], product: Product) -> None:
    client = client_of(customer())
    put_in(client, product)
    sent = form_of(client)
    hidden._default_manager.update(hidden=True)
    assert "This is no longer sold." in client.post(ORDER, sent).content.decode()
    assert not Order.objects.exists()


def test_an_addon_that_is_hidden_is_not_had_along(product: Product) -> None:
    other = Product.objects.get(slug="other")
    Addon.objects.create(product=product, addon=other)
    client = client_of(customer())
    assert f"addon_{other.pk}" in client.get(PAGES[2]).content.decode()
    put_in(client, product, **{f"addon_{other.pk}": "on"})
    Product.objects.filter(pk=other.pk).update(hidden=True)
    assert f"addon_{other.pk}" not in client.get(PAGES[2]).content.decode()
    assert "This is no longer sold." in client.get(ORDER).content.decode()


def test_nothing_is_ordered_from_what_is_hidden(product: Product) -> None:
    Product.objects.update(hidden=True)
    staff = signed_in(make.staff("billing"))
    page = staff.post(f"/desk{PAGES[2]}", {"months": 1, "quantity": 1, "code": ""})
    assert "€10.00" in page.content.decode() and "Add to order" not in page.content.decode()
    assert "Your order is empty" in staff.get(ORDER).content.decode()
