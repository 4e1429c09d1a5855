import pytest
from django.test import Client

from troth.accounts.models import Invitation, Membership, Person
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


def other_case(email: str) -> str:
    name, _, host = email.partition("@")
    return f" {name.upper()}@{host.title()} "


def test_signing_in(person: Person) -> None:
    typed = {"login": other_case(person.email), "password": PASSWORD}
    assert Client().post("/sign-in/", typed)["Location"] == "/account/"


def test_guessing_a_password_counts_for_one_address(person: Person) -> None:
    for login in [person.email, other_case(person.email)] * 3:
        page = Client().post("/sign-in/", {"login": login, "password": "x"}).content.decode()
    assert "too often" in page


def test_a_forgotten_password(person: Person) -> None:
    Client().post("/password/", {"email": other_case(person.email)})
    assert Message.objects.get().address == person.email


def test_inviting_somebody_who_is_a_customer_already(person: Person, mailbox: Mailbox) -> None:
    account = make.account()
    typed = {"email": other_case(person.email), "scopes": ["support"]}
    owner = signed_in(make.owner(account))
    assert owner.post(f"/account/{account.pk}/people/invite/", typed).status_code == 302
    assert Invitation.objects.get().email == person.email
    signed_in(person).post(mailbox.link_to(person.email))
    assert Membership.objects.filter(account=account, person=person).exists()
