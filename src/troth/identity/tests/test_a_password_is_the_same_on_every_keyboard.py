import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from troth.accounts.models import Person
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
ONE, TWO = "Schl\u00fcssel-bund-9", "Schlu\u0308ssel-bund-9"  # the same word


def signs_in(person: Person, password: str) -> bool:
    typed = {"login": person.email, "password": password}
    return Client().post("/sign-in/", typed).status_code == 302


@pytest.mark.parametrize("chosen", [ONE, TWO])
def test_however_it_is_typed(chosen: str) -> None:
    make.in_force("softsys")
    person = make.person()
    person.set_password(chosen)
    person.save()
    assert signs_in(person, ONE) and signs_in(person, TWO)
    assert not signs_in(person, "Schlussel-bund-9")


def test_one_of_an_earlier_release_goes_on() -> None:
    make.in_force("softsys")
    person = make.person()
    person.password = make_password(TWO)
    person.save()
    assert signs_in(person, TWO)
