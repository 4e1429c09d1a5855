import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth.accounts.models import Person
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def ways(person: Person, path: str) -> list[str]:
    """The links of the navigation beside the page."""
    client = Client()
    client.force_login(person)
    html = client.get(path).content.decode()
    side = html.partition('<nav class="side"')[2].partition("</nav>")[0]
    return re.findall(r"([^<>]+)</a>", side)


def test_the_owner_goes_everywhere() -> None:
    make.in_force("softsys")
    account = make.account()
    found = ways(make.owner(account), f"/account/{account.pk}/")
    assert found == [
        *("Overview", "Services", "Orders", "Invoices", "Tickets", "Messages", "People"),
        *("Activity", "Requests", "Details", "Shop", "Profile", "Security", "Privacy centre"),
    ]


def test_a_trusted_person_goes_where_the_owner_lets_them() -> None:
    make.in_force("softsys")
    account, friend = make.account(), make.person()
    make.trusted(account, friend)
    found = ways(friend, f"/account/{account.pk}/")
    assert found[:3] == ["Overview", "Tickets", "Messages"]
    assert not {"Services", "Invoices", "People", "Details"} & {*found}


def test_who_has_several_accounts_changes_between_them() -> None:
    make.in_force("softsys")
    person = make.person()
    one, other = make.account(person), make.account(person)
    type(other).objects.filter(pk=other.pk).update(company="The Other")
    found = ways(person, f"/account/{one.pk}/")
    assert "The Other" in found and "Overview" in found
    elsewhere = ways(person, "/privacy-centre/")
    assert {"An Account", "The Other"} <= {*elsewhere} and "Overview" not in elsewhere


def test_only_staff_are_led_to_the_desk() -> None:
    make.in_force("softsys")
    assert "Desk" in ways(make.person(staff=True), "/")
    assert "Desk" not in ways(make.person(), "/")


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/account/{}/", '<a href="/account/{}/" aria-current="page">'),
        ("/account/{}/tickets/", '<a href="/account/{}/tickets/" aria-current="page">'),
        ("/account/{}/tickets/{ticket}/", '<a href="/account/{}/tickets/" aria-current="true">'),
    ],
)
def test_the_page_that_is_open_is_marked(path: str, marked: str) -> None:
    make.in_force("softsys")
    account = make.full_account()
    client = Client()
    client.force_login(make.owner(account))
    html = client.get(path.format(account.pk, ticket=account.tickets.get().pk)).content.decode()
    side = html.partition('<nav class="side"')[2].partition("</nav>")[0]
    assert marked.format(account.pk) in side and side.count("aria-current") == 1


def memberships_asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return sum('FROM "accounts_membership"' in query["sql"] for query in asked)


def test_it_asks_once_and_only_for_who_is_signed_in() -> None:
    make.in_force("softsys")
    account = make.account()
    assert memberships_asked(Client(), "/") == 0
    client = Client()
    client.force_login(make.owner(account))
    for path in ("/", f"/account/{account.pk}/", f"/account/{account.pk}/messages/"):
        assert memberships_asked(client, path) == 1, path


def test_a_page_of_an_error_leads_on_and_asks_once() -> None:
    make.in_force("softsys")
    client = Client()
    client.force_login(make.person())
    assert memberships_asked(client, "/nowhere/") == 1
    assert "<nav" in client.get("/nowhere/").content.decode()
