import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.gates.models import ReadLimit
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db
PAGE = "/privacy-centre/options/"


def limits(person: Person) -> set[str]:
    return set(ReadLimit.objects.filter(person=person).values_list("category", flat=True))


def test_ticked_noted_and_taken_away_again() -> None:
    make.in_force("soffront")
    person, other = make.person(), make.person()
    ReadLimit.objects.create(person=other, category="contact")
    client = Client()
    client.force_login(person)
    assert "billing" in client.get(PAGE).content.decode()
    for _ in range(2):
        assert client.post(PAGE, {"categories": ["contact", "identity"]})["Location"] == PAGE
    assert limits(person) == {"contact", "identity"}
    assert Entry.objects.get(event="reading.limited").counts == {
        "categories": ["contact", "identity"]
    }
    assert client.get(PAGE).content.decode().count(" checked") == 2
    client.post(PAGE)
    assert limits(person) == set() and limits(other) == {"contact"}


def test_what_is_no_category_is_refused() -> None:
    make.in_force("soffront")
    person = make.person()
    client = Client()
    client.force_login(person)
    answer = client.post(PAGE, {"categories": ["nonsense"]})
    assert "Select a valid choice" in answer.content.decode() and not limits(person)


def test_where_the_policy_has_none_what_was_shut_can_be_opened() -> None:
    make.in_force("softsys")
    person = make.person()
    client = Client()
    client.force_login(person)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/privacy-centre/").content.decode()
    ReadLimit.objects.create(person=person, category="contact")
    assert PAGE in client.get("/privacy-centre/").content.decode()
    client.post(PAGE)
    assert not limits(person)
