"""What looks wrong is asked about, and taken as it was typed by who says that it is right."""

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.copies.tests.test_a_copy_is_brought_in_field_by_field import copy, form_of
from troth.people.tests.pages import correct, details
from troth.people.tests.test_details_are_corrected_at_once import TYPED
from troth.portal.tests.html_forms import forms_of
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

VANITY = "1-800-FLOWERS"


@pytest.fixture
def client() -> Client:
    make.in_force("softsys")
    return signed_in(make.owner(make.account()))


def ticks(html: str) -> list[str]:
    """The ticks of a page that stand up for what was typed."""
    return [name for form in forms_of(html) for name in form.fields if name.endswith("_as_typed")]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"postcode": "1"}, "This is not a postcode of Germany."),
        ({"tax_id": "12/345"}, "This is not a tax number of Germany."),
        ({"tax_id": "ﷺ" * 40}, "This is not a tax number of Germany."),
        ({"country": "AE", "region": "Dubai", "tax_id": "№ 1"}, "This is not a tax number."),
        ({"country": "US", "region": "CA", "postcode": "10001"}, "another part of the country"),
    ],
)
def test_of_an_account(client: Client, typed: dict[str, str], why: str) -> None:
    page, [column] = details(Account.objects.get()), typed.keys() - {"country", "region"}
    assert not ticks(client.get(page).content.decode())
    html = correct(client, page, **TYPED | typed).content.decode()
    assert why in html and ticks(html) == [f"{column}_as_typed"]
    assert getattr(Account.objects.get(), column) == ""
    told = TYPED | typed | {f"{column}_as_typed": "on"}
    assert correct(client, page, **told).status_code == 302
    assert getattr(Account.objects.get(), column) == typed[column]
    # It is not asked about again, until it is another country's.
    assert correct(client, page, **TYPED | typed | {"name": "Another"}).status_code == 302
    assert correct(client, page, **TYPED | typed | {"country": "PT"}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (VANITY, "has letters in it"),
        ("030 1234O67", "has letters in it"),
        ("030 123456l ext. 5", "has letters in it"),
        (f"{VANITY} x5", "has letters in it"),
        (f"{VANITY}x5", "has letters in it"),
        ("+1-800-FLOWERS", "has letters in it"),
        ("12", "not a telephone number"),
        ("03012345678901;ext=12345678901234567890", "extension is too long"),
    ],
)
def test_of_a_person(client: Client, typed: str, why: str) -> None:
    Account.objects.update(country="DE")
    html = correct(client, "/profile/", name="A Name", phone=typed).content.decode()
    assert why in html and ticks(html) == ["phone_as_typed"]
    told = {"name": "A Name", "phone": typed, "phone_as_typed": "on"}
    assert correct(client, "/profile/", **told).status_code == 302
    assert Person.objects.get().phone == typed
    assert f'value="{typed}"' in client.get("/profile/").content.decode()


def test_a_number_that_is_right_is_stored_as_ever(client: Client) -> None:
    told = {"name": "A", "phone": "Tel. +49 30 1234567 ext. 12", "phone_as_typed": "on"}
    correct(client, "/profile/", **told)
    assert Person.objects.get().phone == "+49301234567;ext=12"


def test_the_tick_stays_while_something_else_is_wrong(client: Client) -> None:
    told = {"name": "", "phone": VANITY, "phone_as_typed": "on"}
    html = correct(client, "/profile/", **told).content.decode()
    [tick] = [form.fields["phone_as_typed"] for form in forms_of(html) if "phone" in form.fields]
    assert tick.values and "has letters in it" not in html


@pytest.mark.parametrize("typed", ["DE123456789", "atu 1234567", "FR1", "DE 123,456,789"])
def test_a_vat_number_of_the_union_must_be_one(client: Client, typed: str) -> None:
    page = details(Account.objects.get())
    told = TYPED | {"tax_id": typed, "tax_id_as_typed": "on"}
    html = correct(client, page, **told).content.decode()
    assert "This is not a tax number of Germany" in html and not ticks(html)


def test_a_card_number_is_not_taken_for_a_tick() -> None:
    make.in_force("soffront")
    client = signed_in(make.owner(make.account()))
    told = {"name": "A Name", "phone": "4111 1111 1111 1111", "phone_as_typed": "on"}
    assert "looks like a card number" in correct(client, "/profile/", **told).content.decode()


def test_it_comes_in_with_a_copy_by_who_chooses_it() -> None:
    make.in_force("ispsystem")
    client = signed_in(make.owner(make.account()))
    rows = copy(person=[{"phone": "+1-800-FLOWERS"}])
    html = client.post("/privacy-centre/bring-in/", {"copy": rows}).content.decode()
    assert "has letters in it" in html
    chosen = form_of(html) | {"take": ["person.phone"]}
    client.post("/privacy-centre/bring-in/apply/", chosen)
    assert Person.objects.get().phone == "+1-800-FLOWERS"
