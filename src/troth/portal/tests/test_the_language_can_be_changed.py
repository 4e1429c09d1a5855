import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.testing import make

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_visitor_changes_it_for_their_session_and_comes_back() -> None:
    make.in_force("softsys")
    client = Client()
    assert '<a href="/language/" lang="de">Deutsch</a>' in client.get("/sign-up/").content.decode()
    page = client.get("/language/", headers={"referer": "http://testserver/sign-up/"})
    assert 'value="/sign-up/"' in page.content.decode()
    answer = client.post("/language/", {"language": "de", "next": "/sign-up/"})
    assert answer["Location"] == "/sign-up/"
    assert '<html lang="de"' in client.get("/sign-up/").content.decode()


def test_who_is_signed_in_has_it_stored() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    signed_in(person).post("/language/", {"language": "de"})
    assert '<html lang="de"' in signed_in(person).get("/privacy-centre/").content.decode()
    person.refresh_from_db()
    assert person.language == "de"


def test_a_language_that_is_not_spoken_is_none() -> None:
    make.in_force("softsys")
    assert Client().post("/language/", {"language": "tlh"}).status_code == 404


def test_nobody_is_sent_to_another_site() -> None:
    make.in_force("softsys")
    sent = {"language": "de", "next": "https://elsewhere.example/"}
    assert Client().post("/language/", sent)["Location"] == "/"


def test_it_is_offered_on_pages_that_list_languages_themselves() -> None:
    make.in_force("softsys")
    make.product()
    for address in ("/desk/wordings/", "/desk/catalogue/"):
        page = signed_in(make.staff("owner")).get(address).text
        assert 'name="language" value="de" lang="de">Deutsch</button>' in page, address
