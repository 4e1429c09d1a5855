"""Anybody can sign up with the address of a colleague to be."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.cli import main
from troth.people.appoint import appoint
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stranger() -> Person:
    make.in_force("softsys")
    newcomer = make.owner(make.account())
    newcomer.set_password(PASSWORD)
    newcomer.save()
    return newcomer


def add(person: Person) -> str:
    owner = signed_in(make.staff())
    typed = {"email": person.email, "role": "privacy"}
    return owner.post("/desk/staff/", typed, follow=True).content.decode()


def test_at_the_desk(stranger: Person, mailbox: Mailbox) -> None:
    intruder = Client()
    intruder.post("/sign-in/", {"login": stranger.email, "password": PASSWORD})
    assert "never confirmed it" in add(stranger)
    assert intruder.get("/desk/")["Location"].startswith("/sign-in/")

    Client().post("/password/", {"email": stranger.email})
    colleague = Client()
    form = colleague.get(mailbox.link_to(stranger.email))["Location"]
    colleague.post(form, {"password1": f"another {PASSWORD}"})
    assert "The new role has been saved." in add(stranger)
    assert "Your role is: privacy." in text_of(mailbox.last_to(stranger.email))
    assert intruder.get("/desk/")["Location"].startswith("/sign-in/")


def test_by_command(stranger: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["staff", "add", stranger.email, "--role", "owner"]) == 1
    assert "never confirmed it" in capsys.readouterr().err
    stranger.refresh_from_db()
    assert not stranger.is_staff


def test_the_desk_opens_to_a_confirmed_address_alone() -> None:
    make.in_force("softsys")
    client = Client()
    client.force_login(appoint("new@provider.example", "owner", at=datetime.now(UTC)))
    for path in ("/desk/", "/desk/customers/", "/desk/records/"):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0] == "/security/"
        assert "Please confirm your e-mail address first" in answer.content.decode()
