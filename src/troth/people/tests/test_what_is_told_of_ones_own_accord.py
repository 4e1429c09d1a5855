import io
import json
import zipfile

import pytest
from django.test import Client

from troth.accounts.models import Person, Preferences
from troth.copies.export import export
from troth.erasure.erase import erase
from troth.journal.models import Entry
from troth.people.tests.pages import correct
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/about-you/"
TOLD = {"demographics": "43, a baker\nin Ulm", "product_usage": "", "interest": "backups"}


@pytest.fixture
def person() -> Person:
    make.in_force("websoftmaster")
    return make.owner(make.account())


def told() -> dict[str, str]:
    """What is stored, by column."""
    stored = Preferences.objects.get()
    return {column: getattr(stored, column) for column in TOLD}


def test_nobody_has_to_answer_anything(person: Person) -> None:
    client = signed_in(person)
    page = client.get(PAGE).content.decode()
    assert page.count("(optional)") == len(TOLD)
    assert "none of this is needed" in page
    purpose = make.policy("websoftmaster").tables.purpose["survey"].description
    assert purpose.capitalize() in page
    assert correct(client, PAGE)["Location"] == PAGE
    assert not Preferences.objects.exists()


def test_what_is_told_is_stored_shown_and_changed(person: Person) -> None:
    client = signed_in(person)
    correct(client, PAGE, **TOLD)
    assert told() == TOLD
    assert "a baker" in client.get(PAGE).content.decode()
    correct(client, PAGE, **TOLD | {"interest": ""})
    assert told()["interest"] == ""
    first, second = Entry.objects.filter(event="person.preferences_told").order_by("pk")
    assert (first.rule, first.subject) == ("collect.preferences", person.pseudonym)
    assert first.counts == {"fields": ["demographics", "interest"]}
    assert second.counts == {"fields": ["interest"]}


def test_one_button_takes_all_of_it_back(person: Person) -> None:
    client = signed_in(person)
    assert "Forget all of it" not in client.get(PAGE).content.decode()
    make.preferences(person)
    assert "Forget all of it" in client.get(PAGE).content.decode()
    for _ in range(2):  # a second click does no harm
        assert client.post(f"{PAGE}empty/")["Location"] == PAGE
    assert not Preferences.objects.exists()
    assert Entry.objects.filter(event="person.preferences_told").count() == 1


def test_two_who_tell_at_once_both_see_it(person: Person) -> None:
    client = signed_in(person)
    make.preferences(person)
    page = correct(client, PAGE, version="of.another.page", **TOLD).content.decode()
    assert "Someone else has changed this in the meantime" in page
    assert told()["interest"] == "backups"


def test_a_card_number_is_never_taken_where_the_policy_says_so(person: Person) -> None:
    refusing = make.changed("websoftmaster", ("[refuse]\n", "[refuse]\ncard_numbers = true\n"))
    make.in_force(refusing, at=make.NOW)
    typed = TOLD | {"interest": "4111 1111 1111 1111"}
    assert "never accept card numbers" in correct(signed_in(person), PAGE, **typed).content.decode()
    assert not Preferences.objects.exists()


def test_it_is_shown_taken_along_and_erased_with_the_person(person: Person) -> None:
    make.preferences(person)
    page = signed_in(person).get("/privacy-centre/held/person/").content.decode()
    assert "What you chose to tell us" in page and "backups" in page
    output = io.BytesIO()
    export(person, output, format="json", at=make.NOW)
    (row,) = json.loads(zipfile.ZipFile(output).read("preferences.json"))
    assert (row["demographics"], row["interest"]) == ("43", "backups")
    erase(person, at=make.NOW)
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("name", shipped())
def test_the_page_is_there_where_the_policy_asks(name: str) -> None:
    make.in_force(name)
    client: Client = signed_in(make.owner(make.account()))
    asks = "preferences" in make.policy(name).tables.collect
    assert client.get(PAGE).status_code == (200 if asks else 404)
    assert (f'href="{PAGE}"' in client.get("/profile/").content.decode()) == asks
