import pytest
from django.test import Client

from troth.portal.tests.html_forms import forms_of
from troth.testing import make
from troth.testing.browser import customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/sign-up/", {"password": "new-password"}),
        ("/sign-in/", {"password": "current-password"}),
        ("/security/it-is-me/password/", {"password": "current-password"}),
        (
            "/security/password/",
            {"oldpassword": "current-password", "password1": "new-password"},
        ),
    ],
)
def test_by_what_its_fields_say(path: str, asked: dict[str, str]) -> None:
    make.in_force("softsys")
    client = Client()
    if path.startswith("/security/"):
        client.force_login(customer())
    page = client.get(path).content.decode()
    for name, expected in asked.items():
        (field,) = [line for line in page.split("<") if f'name="{name}"' in line]
        assert 'type="password"' in field and f'autocomplete="{expected}"' in field
    assert "onpaste" not in page and forms_of(page)


def test_by_taking_whatever_they_make_up() -> None:
    make.in_force("softsys")
    person, client = customer(), Client()
    person.set_password("correct horse " * 14)
    person.save()
    sent = {"login": person.email, "password": "correct horse " * 14}
    assert client.post("/sign-in/", sent | {"password": "correct horse " * 13}).status_code == 200
    assert client.post("/sign-in/", sent).status_code == 302
