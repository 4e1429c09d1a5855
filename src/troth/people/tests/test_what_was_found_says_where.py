"""Staff note what they found about a customer where anybody can read it, with source and day."""

import pytest
from django.test import Client

from troth.accounts.models import Activity, Finding, Person
from troth.accounts.restrict import restrict_all
from troth.gates.models import StaffRead
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

FOUND = {"company": "A Company", "source": "the register of companies", "found_on": "2026-06-01"}


@pytest.fixture
def person() -> Person:
    make.in_force("ispsystem")
    return make.owner(make.account())


@pytest.fixture
def billing(person: Person) -> Client:
    return signed_in(make.staff("billing"))


def page_of(person: Person) -> str:
    return f"/desk/customers/person/{person.pk}/findings/"


def test_it_is_noted_shown_and_removed(person: Person, billing: Client) -> None:
    path = page_of(person)
    assert path in billing.get(f"/desk/customers/person/{person.pk}/").content.decode()
    empty = billing.get(path).text
    assert "Nothing has been noted yet" in empty
    assert "Your name" not in empty and "You sign in with it" not in empty  # staff read it
    assert billing.post(path, FOUND)["Location"] == path
    finding = Finding.objects.get()
    assert (finding.company, finding.rule) == ("A Company", "collect.open-sources")
    page = billing.get(path).content.decode()
    assert "A Company" in page and "the register of companies" in page
    assert Entry.objects.get(event="person.found").counts == {"fields": ["company"]}
    billing.post(path, {"remove": finding.pk})
    assert not Finding.objects.exists() and Activity.objects.count() == 2
    assert Entry.objects.filter(event="person.finding_removed").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"source": " "},
        {"found_on": ""},
        {"found_on": "2999-01-01"},
        {"company": ""},
        {"company": "A\0B"},
        {"tax_id": "DE123456789"},  # which the rule does not list
    ],
)
def test_what_is_wrong_is_said_and_not_kept(
    person: Person, billing: Client, wrong: dict[str, str]
) -> None:
    page = billing.post(page_of(person), FOUND | wrong).content.decode()
    assert "Please check the form" in page
    assert not Finding.objects.exists()


def test_a_role_notes_what_it_reads(person: Person) -> None:
    path = page_of(person)
    support = signed_in(make.staff("support"))  # which does not read what a company is
    assert "company" not in support.get(path).content.decode().partition("<form")[2]
    assert "Please check the form" in support.post(path, FOUND).content.decode()
    assert signed_in(person).get(path).status_code in (302, 403)
    assert not Finding.objects.exists()


def test_nothing_is_noted_while_processing_is_restricted(person: Person, billing: Client) -> None:
    restrict_all(person, at=make.NOW)
    path = page_of(person)
    asked = billing.get(path)["Location"]  # why
    billing.post(asked, {"reason": "ticket 4711", "ground": "consent"})
    look = StaffRead.objects.get()
    signed_in(person).post("/privacy-centre/restrict/", {"look": look.pk, "choice": "agree"})
    assert "Processing is restricted" in billing.post(path, FOUND).content.decode()
    assert not Finding.objects.exists()


def test_there_is_no_such_page_where_the_policy_takes_nothing_from_there(person: Person) -> None:
    make.in_force("softsys")
    owner = signed_in(make.staff("owner"))
    assert owner.get(page_of(person)).status_code == 404
