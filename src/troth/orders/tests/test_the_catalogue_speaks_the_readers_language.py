"""What is sold is told in the reader's language, from the shop to the invoice of a later year."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.models import InvoiceLine
from troth.catalog.models import Choice, Option, PriceChange, Product
from troth.core.day import day_at
from troth.messaging.models import Message
from troth.orders.models import OrderLine, QuoteLine, Terms
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, option, put_in, shop
from troth.orders.tests.test_a_quote_becomes_an_order import told
from troth.services.bill import bill
from troth.services.change_price import change_price
from troth.services.models import Service, Term
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

GERMAN = {
    "name": "Webspace S",
    "summary": "Für eine Seite.",
    "about": "**Schnell**",
    "welcome": "Willkommen bei {{ product }}.",
    "asks_name": "Domäne",
}
DESK = "/desk/catalogue/languages/de/"


@pytest.fixture
def product() -> Product:
    made = shop(about="Fast", welcome="Welcome to {{ product }}.", asks_name="Domain")
    option(made, "Disk", "choice", ("small", 200))
    return made


@pytest.fixture
def desk(product: Product) -> Client:
    return signed_in(make.staff("billing"))


def written(desk: Client, product: Product, **more: str) -> Any:
    """Staff write the German texts of a product."""
    disk, small = Option.objects.get(), Choice.objects.get()
    texts = {f"product_{product.pk}_{name}": text for name, text in GERMAN.items()}
    texts |= {f"option_{disk.pk}_name": "Platte", f"choice_{small.pk}_name": "klein"}
    return desk.post(f"{DESK}products/{product.pk}/", texts | more)


def german() -> Account:
    account = customer()
    owner = make.owner(account)
    owner.language = "de"
    owner.save()
    return account


def text(client: Client, path: str, language: str = "de") -> str:
    return client.get(path, headers={"accept-language": language}).content.decode()


def ordered(client: Client, product: Product) -> Any:
    put_in(client, product, **{f"option_{Option.objects.get().pk}": Choice.objects.get().pk})
    return client.post(ORDER, form_of(client) | {"label_0": "site.example"})


def test_staff_see_what_is_missing_and_write_it(desk: Client, product: Product) -> None:
    assert "8 texts missing" in text(desk, "/desk/catalogue/", "en")
    page = text(desk, f"{DESK}products/{product.pk}/", "en")
    assert "For one site." in page
    assert written(desk, product).status_code == 302
    assert "1 text missing" in text(desk, DESK, "en")  # of the group
    product.refresh_from_db()
    assert product.words == {"de": GERMAN} and product.name == "Hosting S"
    wrong = {f"product_{product.pk}_welcome": "{{ password }}"}
    assert written(desk, product, **wrong).status_code == 200
    written(desk, product, **{f"product_{product.pk}_about": ""})
    product.refresh_from_db()
    assert "about" not in product.words["de"]


@pytest.mark.parametrize("path", ["en/", "fr/", "de/products/999/", "de/groups/999/"])
def test_there_are_the_languages_of_the_installation(desk: Client, path: str) -> None:
    assert desk.get(f"/desk/catalogue/languages/{path}").status_code == 404


def test_the_shop_asks_no_more_for_it(
    desk: Client, product: Product, django_assert_max_num_queries: Any
) -> None:
    written(desk, product)
    with django_assert_max_num_queries(20) as asked:
        assert "Webspace S" in text(Client(), "/shop/")
    before = len(asked)
    with django_assert_max_num_queries(before):
        assert "Hosting S" in text(Client(), "/shop/", "en")


def test_the_shop_says_what_is_written_and_the_rest_as_it_is(
    desk: Client, product: Product
) -> None:
    written(desk, product)
    for path in ("/shop/", "/shop/web/", "/shop/web/s/"):
        page = text(Client(), path)
        assert "Webspace S" in page and "Hosting S" not in page and "Web hosting" in page
        assert "Webspace S" not in text(Client(), path, "en")
    assert "Platte" in page and "klein" in page and "<strong>Schnell</strong>" in page


def test_an_order_keeps_the_words_that_were_read(desk: Client, product: Product) -> None:
    written(desk, product)
    client = client_of(account := german())
    assert ordered(client, product).status_code == 302
    line = OrderLine.objects.get()
    assert (line.product, line.about) == ("Webspace S", "Für eine Seite.")
    assert line.options == "Platte: klein"
    # Whoever looks after the service calls it as the provider does.
    service, term = Service.objects.get(), Term.objects.get()
    assert (service.product, term.options) == ("Hosting S", "Disk: small")
    charged = InvoiceLine.objects.get()
    assert charged.product == "Hosting S" and charged.description.startswith("Webspace S, site")
    page = text(client, f"/account/{account.pk}/services/{service.pk}/")
    assert "Webspace S" in page and "Platte: klein" in page and "Hosting S" not in page
    assert "Webspace S" in text(client, f"/account/{account.pk}/services/")
    assert "Webspace S" in text(client, f"/account/{account.pk}/services/{service.pk}/change/")
    letters = "\n".join(Message.objects.values_list("body", flat=True))
    assert "Willkommen bei Webspace S." in letters and "Platte: klein" in letters

    written(desk, product, **{f"product_{product.pk}_name": "Webplatz S"})
    assert OrderLine.objects.get().product == "Webspace S"
    bill(on=Term.objects.get().starts + timedelta(days=40), at=timezone.now())
    later = InvoiceLine.objects.latest("pk")
    assert later.product == "Hosting S" and later.description.startswith("Webplatz S, site")


def test_what_is_called_otherwise_by_now_stays_what_was_agreed(
    desk: Client, product: Product
) -> None:
    written(desk, product)
    client = client_of(account := german())
    ordered(client, product)
    Product.objects.update(name="Hosting XS")  # another thing by now
    service = Service.objects.get()
    assert "Hosting S" in text(client, f"/account/{account.pk}/services/{service.pk}/")
    bill(on=Term.objects.get().starts + timedelta(days=40), at=timezone.now())
    assert InvoiceLine.objects.latest("pk").description.startswith("Hosting S, site")


def test_letters_and_quotes_are_in_the_language_of_the_owner(
    desk: Client, product: Product
) -> None:
    written(desk, product)
    client = client_of(account := german())
    ordered(client, product)
    starts = day_at(timezone.now()) + timedelta(days=90)
    change_price(
        PriceChange(product=product, currency="EUR", months=1, amount=1100, starts=starts),
        by=None,
        at=timezone.now(),
    )
    assert "Webspace S (site.example)" in Message.objects.latest("pk").body
    desk.post(
        f"/desk/customers/account/{account.pk}/quote/",
        told(product.pk) | {f"line0-option-{Option.objects.get().pk}": Choice.objects.get().pk},
    )
    line = QuoteLine.objects.get(position=1)
    assert (line.product, line.options) == ("Webspace S", "Platte: klein")


def test_terms_are_entered_in_each_language(desk: Client, product: Product) -> None:
    starts = day_at(timezone.now())
    told = {"version": "2", "text": "You pay.", "text_de": "Sie zahlen.", "starts": starts}
    assert desk.post("/desk/orders/terms/", told).status_code == 302
    terms = Terms.objects.get(version="2")
    assert "Sie zahlen." in text(Client(), f"/shop/terms/{terms.pk}/")
    assert "You pay." in text(Client(), f"/shop/terms/{terms.pk}/", "en")
    ordered(client_of(german()), product)
    assert any("Sie zahlen." in each.body for each in Message.objects.all())
