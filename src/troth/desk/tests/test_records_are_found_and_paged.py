"""A row is found by a number or by a value that is no one's, and a long list goes on."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

INVOICES = "/desk/records/billing_invoice/"


def listed(html: str) -> list[int]:
    return [int(each) for each in re.findall(rf'href="{INVOICES}(\d+)/"', html)]


@pytest.fixture
def client() -> Client:
    make.in_force("softsys")
    return signed_in(make.staff("billing"))


def test_by_its_number_that_of_the_account_or_how_a_value_begins(client: Client) -> None:
    account = make.account()
    found = make.invoice(account, number="2026-000017")
    make.invoice(make.account(), number="2025-000003")
    for typed in (str(found.pk), f"#{found.pk}", str(account.pk), "2026-00", "2026-000017"):
        assert found.pk in listed(client.post(INVOICES, {"find": typed}).text), typed
    assert listed(client.post(INVOICES, {"find": "2026-"}).text) == [found.pk]
    page = client.post(INVOICES, {"find": "nothing of the kind"})
    assert "No row is like that." in page.text and listed(page.text) == []


def test_a_name_finds_nothing_and_stands_in_no_address(client: Client) -> None:
    make.invoice(make.account(make.person("Another Person")))
    page = client.post(INVOICES, {"find": "Another"})
    assert listed(page.text) == [] and page.status_code == 200
    assert len(listed(client.get(f"{INVOICES}?find=Another").text)) == 1  # an address finds nothing


def test_a_filter_leaves_others_out(client: Client) -> None:
    owner = signed_in(make.staff("owner"))
    here = "/desk/records/accounts_person/"
    customer = make.person()
    found = owner.get(f"{here}?is_staff=False").text
    assert f"{here}{customer.pk}/" in found
    assert f"{here}{customer.pk}/" not in owner.get(f"{here}?is_staff=True").text


def test_a_long_list_goes_on(client: Client) -> None:
    account = make.account()
    made = [
        make.invoice(account, number=f"2026-{each:06}", at=make.NOW + timedelta(minutes=each)).pk
        for each in range(52)
    ][::-1]
    first = client.get(INVOICES).text
    assert listed(first) == made[:50] and f"?after={made[49]}" in first
    second = client.get(f"{INVOICES}?after={made[49]}").text
    assert listed(second) == made[50:] and "Older" not in second.partition("<main")[2]
