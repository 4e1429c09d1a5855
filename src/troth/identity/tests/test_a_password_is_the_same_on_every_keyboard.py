import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from troth.accounts.models import Person
from troth.identity.tests.sign_up_data import post, typed
from troth.testing import make
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)
ONE, TWO = "Schl\u00fcssel-bund-9", "Schlu\u0308ssel-bund-9"  # the same word


def signs_in(person: Person, password: str) -> bool:
    typed = {"login": person.email, "password": password}
    return Client().post("/sign-in/", typed).status_code == 302


@pytest.mark.parametrize("chosen", [ONE, TWO])
def test_however_it_is_typed(chosen: str) -> None:
    make.in_force("softsys")
    person = make.verified(make.person())
    person.set_password(chosen)
    person.save()
    assert signs_in(person, ONE) and signs_in(person, TWO)
    assert not signs_in(person, "Schlussel-bund-9")


@pytest.mark.parametrize("chosen", [ONE, TWO])
def test_however_one_signs_up(chosen: str, mailbox: Mailbox) -> None:
    make.in_force("softsys")
    post(typed(password=chosen))
    Client().post(mailbox.link_to(typed()["email"]))
    assert signs_in(Person.objects.get(), ONE) and signs_in(Person.objects.get(), TWO)


def test_one_of_an_earlier_release_goes_on() -> None:
    make.in_force("softsys")
    person = make.verified(make.person())
    person.password = make_password(TWO)
    person.save()
    assert signs_in(person, TWO)
