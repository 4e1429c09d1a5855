"""Staff add, change, order, hide and retire what is sold, on pages of the desk."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from troth.catalog.models import Addon, Choice, Group, Option, Product, Promotion, Upgrade
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db

PLACE = "/desk/catalogue/"
PRODUCT = {
    "name": "Hosting S",
    "kind": "hosting",
    "supply": "electronic",
    "summary": "For one site.",
    "about": "**Fast** <script>alert(1)</script> [go](javascript:alert(1)) [ok](https://a.example)",
    "most": "1",
}
PROMOTION = {"code": "SPRING", "percent": "12.5", "periods": "1"}


@pytest.fixture
def desk() -> Client:
    make.in_force()
    client = Client()
    client.force_login(make.staff("billing"))
    return client


def group(desk: Client, name: str = "Web hosting") -> Group:
    assert desk.post(f"{PLACE}groups/new/", {"name": name}).status_code == 302
    return Group.objects.get(name=name)


def product(desk: Client, **more: Any) -> Product:
    told = PRODUCT | {"group": (Group.objects.first() or group(desk)).pk} | more
    assert desk.post(f"{PLACE}products/new/", told).status_code == 302
    return Product.objects.get(name=told["name"])


def changed(desk: Client, of: Product, **told: Any) -> Any:
    """What the form of a product sends, with some of it typed anew."""
    form = desk.get(f"{PLACE}products/{of.pk}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["initial-stock"] = sent["stock"]
    sent = {name: value for name, value in (sent | told).items() if value not in (None, False)}
    return desk.post(f"{PLACE}products/{of.pk}/edit/", sent)


def text(desk: Client, path: str) -> str:
    return desk.get(path).content.decode()


def test_a_product_gets_a_name_in_the_address_and_is_seen_as_visitors_would(desk: Client) -> None:
    made = product(desk, hidden="on")
    assert (made.slug, made.hidden) == ("hosting-s", True)
    page = text(desk, "/desk/shop/web-hosting/hosting-s/")
    assert "<strong>Fast</strong>" in page and 'href="https://a.example"' in page
    assert "<script>alert" not in page and 'href="javascript' not in page
    assert "Visitors would see it like this" in page


@pytest.mark.parametrize("number", ["x", "9" * 40, "123456789x", "-1", "999"])
def test_a_new_product_is_asked_for_whatever_group_an_address_names(
    desk: Client, number: str
) -> None:
    assert desk.get(f"{PLACE}products/new/?group={number}").status_code == 200


def test_its_texts_are_looked_at_before_they_are_stored(desk: Client) -> None:
    told = PRODUCT | {"group": group(desk).pk, "look": "1"}
    page = desk.post(f"{PLACE}products/new/", told).content.decode()
    assert "<strong>Fast</strong>" in page
    assert not Product.objects.exists()


def test_who_changed_what_stands_in_the_journal(desk: Client) -> None:
    made = product(desk)
    changed(desk, made, name="Hosting M")
    entry = Entry.objects.filter(event="catalog.changed").latest("pk")
    assert entry.counts == {"kind": "product", "number": made.pk, "columns": ["name", "slug"]}
    assert entry.subject is not None


def test_what_orders_take_meanwhile_stays_taken(desk: Client) -> None:
    made = product(desk, stock="5")
    seen = desk.get(f"{PLACE}products/{made.pk}/edit/").content.decode()
    assert 'name="initial-stock" value="5"' in seen
    Product.objects.filter(pk=made.pk).update(stock=4)  # an order
    told = PRODUCT | {"group": made.group_id, "summary": "New.", "stock": "5", "initial-stock": "5"}
    assert desk.post(f"{PLACE}products/{made.pk}/edit/", told).status_code == 302
    made.refresh_from_db()
    assert (made.stock, made.summary) == (4, "New.")


def test_lines_change_places_are_hidden_and_retired(desk: Client) -> None:
    first, second = product(desk), product(desk, name="Hosting M")

    def press(act: str) -> int:
        return desk.post(PLACE, {"act": act}).status_code

    assert press(f"up product {second.pk}") == 302
    assert [each.name for each in Product.objects.all()] == ["Hosting M", "Hosting S"]
    assert press(f"up product {second.pk}") == 302  # the first one stays where it is
    press(f"hide product {first.pk}")
    press(f"retire product {second.pk}")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.hidden and second.retired_at
    press(f"show product {first.pk}")
    press(f"bring-back product {second.pk}")
    first.refresh_from_db()
    second.refresh_from_db()
    assert not first.hidden and second.retired_at is None
    for wrong in ("", "up", "eat product 1", "retire group 1", "up product 999", "up product x"):
        assert press(wrong) == 404


def test_a_form_has_no_heading_with_nothing_below(desk: Client) -> None:
    first = product(desk)
    path = f"{PLACE}products/{first.pk}/edit/"
    assert "Can be ordered with it" not in text(desk, path)
    product(desk, name="Hosting M")
    assert "Can be ordered with it" in text(desk, path)


def test_others_go_with_a_product(desk: Client) -> None:
    first, second = product(desk), product(desk, name="Hosting M")
    changed(desk, first, addons=[second.pk], upgrades=[second.pk])
    assert Addon.objects.get().addon == second and Upgrade.objects.get().to == second
    changed(desk, first, addons=[])
    assert not Addon.objects.exists() and Upgrade.objects.exists()
    itself = changed(desk, first, addons=[first.pk])
    assert itself.status_code == 200 and not Addon.objects.exists()


def test_an_option_that_is_counted_has_one_choice_for_its_price(desk: Client) -> None:
    made = product(desk)
    told = {"name": "Backups", "kind": "quantity", "least": "0", "most": "5"}
    desk.post(f"{PLACE}products/{made.pk}/option/", told)
    assert Choice.objects.get().name == "Backups"
    desk.post(f"{PLACE}products/{made.pk}/option/", told | {"name": "Disk", "kind": "choice"})
    disk = Option.objects.get(name="Disk")
    desk.post(f"{PLACE}options/{disk.pk}/", {"act": "add", "new-name": "10 GB"})
    desk.post(f"{PLACE}options/{disk.pk}/", {"act": "add", "new-name": "20 GB"})
    assert [each.name for each in disk.choices.all()] == ["10 GB", "20 GB"]
    last = disk.choices.last()
    assert last is not None
    desk.post(f"{PLACE}options/{disk.pk}/", {"act": f"up choice {last.pk}"})
    assert [each.name for each in disk.choices.all()] == ["20 GB", "10 GB"]
    page = text(desk, f"{PLACE}products/{made.pk}/")
    assert "One of several: 20 GB, 10 GB" in page


def test_an_option_is_of_the_product_that_its_address_names(desk: Client) -> None:
    product(desk)
    second = product(desk, name="Hosting M")
    told = {"name": "Backups", "kind": "quantity", "least": "0", "most": "5"}
    desk.post(f"{PLACE}products/{second.pk}/option/", told)
    assert Option.objects.get().product == second
    assert desk.get(f"{PLACE}options/{Option.objects.get().pk + 1}/").status_code == 404


def test_a_promotion_takes_off_a_percentage_or_an_amount(desk: Client) -> None:
    assert desk.post(f"{PLACE}promotions/new/", PROMOTION).status_code == 302
    amount = {
        "code": "FIVE",
        "amount": "5.50",
        "currency": "eur",
        "periods": "",
        "ends": "2020-01-01",
    }
    assert desk.post(f"{PLACE}promotions/new/", amount).status_code == 302
    spring, five = Promotion.objects.order_by("pk")
    assert (spring.percent, spring.amount, spring.periods) == (12_5000, None, 1)
    assert (five.percent, five.amount, five.currency, five.periods) == (None, 550, "EUR", None)
    Promotion.objects.filter(pk=spring.pk).update(used=3)  # orders
    page = text(desk, f"{PLACE}promotions/")
    assert "12.5" in page and "used 3 times" in page and "over" in page
    less = desk.post(f"{PLACE}promotions/{spring.pk}/", PROMOTION | {"limit": "2"})
    assert less.status_code == 200
    desk.post(f"{PLACE}promotions/{spring.pk}/", PROMOTION | {"ends": "2030-01-01"})
    spring.refresh_from_db()
    assert (spring.used, spring.percent, spring.ends) == (3, 12_5000, date(2030, 1, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": ""},
        {"percent": "0"},
        {"percent": "100.0001"},
        {"amount": "5", "currency": "EUR"},
        {"percent": "", "amount": "5"},
        {"percent": "", "amount": "0", "currency": "EUR"},
        {"percent": "", "amount": "-5", "currency": "EUR"},
        {"currency": "XQQ"},
        {"periods": "0"},
        {"starts": "2030-01-02", "ends": "2030-01-01"},
        {"limit": "-1"},
        {"code": "x" * 41},
    ],
)
def test_what_is_no_promotion_is_not_stored(desk: Client, wrong: dict[str, str]) -> None:
    assert desk.post(f"{PLACE}promotions/new/", PROMOTION | wrong).status_code == 200
    assert not Promotion.objects.exists()


def test_a_code_is_there_once(desk: Client) -> None:
    desk.post(f"{PLACE}promotions/new/", PROMOTION)
    same = desk.post(f"{PLACE}promotions/new/", PROMOTION | {"code": "spring"})
    assert same.status_code == 200 and Promotion.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "日本"},
        {"name": "a\u202eb"},
        {"slug": "Not a slug"},
        {"stock": "-1"},
        {"stock": "1e3"},
        {"most": "0"},
        {"kind": "other-worldly"},
        {"group": "999999999"},
        {"welcome": "Your password: {{ password }}"},
    ],
)
def test_what_is_no_product_is_not_stored(desk: Client, wrong: dict[str, str]) -> None:
    told = PRODUCT | {"group": str(group(desk).pk)} | wrong
    assert desk.post(f"{PLACE}products/new/", told).status_code == 200
    assert not Product.objects.exists()


def test_a_name_in_the_address_is_there_once(desk: Client) -> None:
    product(desk)
    told = PRODUCT | {"group": Group.objects.get().pk}
    assert desk.post(f"{PLACE}products/new/", told).status_code == 200
    assert Product.objects.count() == 1
