"""A product with options is opened by hand, quoted, and ordered along with another."""

import pytest

from troth.catalog.models import Addon, Choice, Option, Product
from troth.orders.models import QuoteLine
from troth.orders.tests.selling import (
    ORDER,
    client_of,
    customer,
    option,
    priced,
    put_in,
    shop,
)
from troth.orders.tests.test_a_quote_becomes_an_order import told
from troth.services.models import Service, Term
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Product:
    return shop()


@pytest.fixture
def choice(product: Product) -> Choice:
    """Of a disk, which has to be chosen and adds 2.00 a period."""
    return option(product, "Disk", "choice", ("small", 200)).choices.get()


def test_staff_open_it_by_hand(product: Product, choice: Choice) -> None:
    account = customer()
    client, path = (
        signed_in(make.staff("billing")),
        f"/desk/customers/account/{account.pk}/services/new/",
    )
    asked = {"offer": product.pk, "currency": "EUR", "months": 1, "quantity": 1, "label": ""}
    page = client.post(path, asked)
    assert "Disk" in page.content.decode() and not Service.objects.exists()
    client.post(path, asked | {f"option-{choice.option_id}": choice.pk})
    term = Term.objects.get()
    assert (term.price, term.options, term.choices) == (1200, "Disk: small", {str(choice.pk): 1})


@pytest.mark.parametrize(("typed", "price"), [("", 10200), ("90", 9000)])
def test_staff_quote_it(typed: str, price: int, product: Product, choice: Choice) -> None:
    path = f"/desk/customers/account/{customer().pk}/quote/"
    client, more = signed_in(make.staff("billing")), told(product.pk)
    more |= {"line0-amount": typed, "line0-setup": "5", "line0-discount": "20"}
    more |= {"line0-label": "site.example"}
    assert "Disk" in client.post(path, more).content.decode()
    client.post(path, more | {f"line0-option-{choice.option_id}": choice.pk})
    line = QuoteLine.objects.get(position=1)
    assert (line.price, line.setup, line.discount, line.discounts) == (price, 500, 2000, 1)
    assert (line.amount, line.recurring) == (price + 500 - 2000, price)
    assert (line.options, line.label) == ("Disk: small", "site.example")


def test_it_is_ordered_along_with_another(product: Product, choice: Choice) -> None:
    main = Product.objects.create(group=product.group, name="Server", slug="server")
    priced(main, 1, 5000)
    Addon.objects.create(product=main, addon=product)
    client = client_of(customer())
    page = client.get("/shop/web/server/").content.decode()
    assert "Hosting S: Disk" in page and "small: €2.00" in page
    along = {f"addon_{product.pk}": "on", f"option_{choice.option_id}": choice.pk}
    put_in(client, main, **along)
    assert client.get(ORDER).context["sums"].net == 6200


def test_an_option_without_a_choice_as_yet_stops_no_sale(product: Product) -> None:
    Option.objects.create(product=product, name="Disk", kind=Option.Kind.CHOICE)
    client = client_of(customer())
    put_in(client, product)
    assert client.get(ORDER).context["sums"].net == 1000
