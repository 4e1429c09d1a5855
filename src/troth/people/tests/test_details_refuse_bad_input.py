import pytest

from troth.accounts.models import Account
from troth.people.tests.pages import correct, details
from troth.people.tests.test_details_are_corrected_at_once import TYPED
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "A\0B"}, "Null characters are not allowed"),
        ({"name": "A\u202eB"}, "cannot be displayed"),
        ({"company": "line\nbreak"}, "cannot be displayed"),
        ({"company": "zero\u200bwidth"}, "cannot be displayed"),
        ({"company": "soft\u00adhyphen"}, "cannot be displayed"),
        ({"name": "\u3164"}, "This field is required"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"postcode": "1"}, "This is not a postcode of Germany. It looks like 26133."),
        ({"tax_id": "DE123456789"}, "It looks like DE999999999"),
        ({"country": "IN", "region": "Bavaria", "postcode": "110034"}, "choose one from the list"),
        (
            {"country": "IN", "region": "Kerala", "postcode": "110034"},
            "belongs to another part of the country",
        ),
        ({"date_of_birth": "1899-12-31"}, "does not accept “date_of_birth”"),
        ({"phone": "+49301234567"}, "does not accept “phone”"),
    ],
)
def test_it_says_why_and_stores_nothing(typed: dict[str, str], why: str) -> None:
    make.in_force("softsys")
    account = make.account()
    answer = correct(signed_in(make.owner(account)), details(account), **TYPED | typed)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert Account.objects.get().street == "1 Street"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Jo\u0308rg", "J\u00f6rg"),
        ("\ufeff\u200e Ada\u00a0\u200b", "Ada"),
        (
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        ),
        ("\U0001f469\u200d\U0001f469", "\U0001f469\u200d\U0001f469"),
        ("o\u0308" * 200, "\u00f6" * 200),
    ],
)
def test_the_same_letters_are_the_same_characters(typed: str, stored: str) -> None:
    make.in_force("softsys")
    account = make.account()
    answer = correct(signed_in(make.owner(account)), details(account), **TYPED | {"name": typed})
    assert answer.status_code == 302 and Account.objects.get().name == stored


def test_a_card_number_is_never_taken() -> None:
    make.in_force("soffront")
    account = make.account()
    typed = {"name": "A Name", "company": "4111 1111 1111 1111", "country": "", "street": ""}
    answer = correct(signed_in(make.owner(account)), details(account), **typed)
    assert "looks like a card number" in answer.content.decode()
    assert Account.objects.get().company == ""


def test_html_is_shown_as_text() -> None:
    make.in_force("softsys")
    account = make.account()
    client = signed_in(make.owner(account))
    correct(client, details(account), **TYPED | {"name": "<script>alert(1)</script>"})
    page = client.get(details(account)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"country": "DE", "tax_id": "de 136 695 976"}, "DE136695976"),
        ({"country": "DE", "tax_id": "136695976"}, "DE136695976"),
        ({"country": "DE", "tax_id": "ATU13585627"}, "ATU13585627"),
        ({"country": "GR", "tax_id": "094259216", "postcode": "104 31"}, "EL094259216"),
        (
            {"country": "IN", "tax_id": "27AAPFU0939F1ZV", "region": "delhi", "postcode": "110034"},
            "27AAPFU0939F1ZV",
        ),
        ({"country": "AE", "tax_id": "100-2345", "region": "Dubai"}, "1002345"),
    ],
)
def test_tax_numbers_are_taken_as_their_countries_write_them(
    typed: dict[str, str], stored: str
) -> None:
    make.in_force("softsys")
    account = make.account()
    answer = correct(signed_in(make.owner(account)), details(account), **TYPED | typed)
    assert answer.status_code == 302, answer.content.decode()
    assert Account.objects.get().tax_id == stored
