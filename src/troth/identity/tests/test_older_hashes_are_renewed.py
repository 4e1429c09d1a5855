import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django import Settings

from troth import settings as real
from troth.accounts.models import Person
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("old", ["scrypt", "pbkdf2_sha256"])
def test_at_the_next_sign_in(old: str, settings: Settings) -> None:
    make.in_force("soffront")
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    person = customer(make.account())
    person.password = make_password(PASSWORD, hasher=old)
    person.save()
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": "wrong"})
    person = Person.objects.get(pk=person.pk)
    assert person.password.startswith(old)
    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    person = Person.objects.get(pk=person.pk)
    assert person.password.startswith("argon2$argon2id$")
    assert person.check_password(PASSWORD)
    assert client.get("/security/").status_code == 200  # the session outlives the new hash
