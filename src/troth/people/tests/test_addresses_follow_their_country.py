import re

import pytest

from troth.accounts.models import Account
from troth.gates.inputs.address import address_inputs
from troth.people.tests.pages import correct, details, version_of
from troth.people.tests.test_details_are_corrected_at_once import TYPED
from troth.policy.countries import ANY, COUNTRIES
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def asked(html: str) -> dict[str, str]:
    """The label of each input of the page, in their order."""
    labels = re.findall(r'<label for="id_(\w+)">([^<]*)', html)
    return {name: label.strip() for name, label in labels}


def change_to(country: str, **typed: str) -> str:
    """The details page after another country was chosen."""
    make.in_force("softsys")
    account = make.account()
    client = signed_in(make.owner(account))
    version = version_of(client.get(details(account)).content.decode())
    posted = TYPED | {"version": version, "country": country, "change_country": "1"} | typed
    html: str = client.post(details(account), posted).content.decode()
    assert Account.objects.get().street == "1 Street"  # nothing is stored by that
    return html


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("US", {"city": "Town or city", "region": "State", "postcode": "ZIP code"}),
        ("DE", {"postcode": "Postcode", "city": "Town or city"}),
        ("GB", {"city": "Post town", "postcode": "Postcode"}),
        ("JP", {"postcode": "Postcode", "region": "Prefecture"}),
        ("IN", {"city": "Town or city", "postcode": "PIN code", "region": "State"}),
        ("AE", {"region": "Emirate"}),
    ],
)
def test_each_country_has_its_own_form(country: str, labels: dict[str, str]) -> None:
    html = change_to(country, city="", postcode="")
    found = asked(html)
    found = {name: found[name] for name in found if name in ("city", "region", "postcode")}
    assert list(found.items()) == list(labels.items())


def test_changing_the_country_keeps_what_was_typed_and_complains_of_nothing() -> None:
    html = change_to("US", name="Typed", region="Bavaria", postcode="10115")
    assert 'value="Typed"' in html and 'value="10115"' in html
    assert "Please check the form" not in html
    assert "Bavaria" not in html  # a region of the country before
    assert "Alabama" in html


def test_a_region_is_stored_as_the_post_knows_it() -> None:
    make.in_force("softsys")
    account = make.account()
    typed = TYPED | {"country": "US", "region": "california", "postcode": "94043"}
    assert correct(signed_in(make.owner(account)), details(account), **typed).status_code == 302
    assert Account.objects.get().region == "CA"


@pytest.mark.parametrize("typed", ["１０１１５", "١٠١١٥", " 10115 "])
def test_a_postcode_is_stored_in_european_digits(typed: str) -> None:
    make.in_force("softsys")
    account = make.account()
    correct(signed_in(make.owner(account)), details(account), **TYPED | {"postcode": typed})
    assert Account.objects.get().postcode == "10115"


def test_a_region_of_the_former_country_goes_with_it() -> None:
    make.in_force("softsys")
    account = make.account()
    Account.objects.update(region="Kerala")
    correct(signed_in(make.owner(account)), details(account), **TYPED)
    assert (Account.objects.get().country, Account.objects.get().region) == ("DE", "")


def test_every_country_has_a_form() -> None:
    for country in COUNTRIES.keys() - {ANY}:
        assert {"country", "street"} <= address_inputs(country, {}).keys(), country
