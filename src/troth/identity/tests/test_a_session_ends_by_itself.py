"""Without a request for a while, or after a day in any case; whoever comes back is told why."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import F
from django.test import Client

from troth.accounts.models import Person, Session
from troth.accounts.tasks import forget_cached
from troth.identity.tests.test_a_second_step_by_code import add_app
from troth.testing import make
from troth.testing.browser import PASSWORD, customer, with_password
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db


def sign_in(person: Person) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def pass_by(**time: float) -> None:
    """Have time pass, as far as sessions know of it."""
    by = timedelta(**time)
    names = ("created_at", "seen_at", "expire_date")
    Session.objects.update(**{name: F(name) - by for name in names})


def is_in(client: Client) -> bool:
    return client.get("/security/").status_code == 200


@pytest.mark.parametrize(("staff", "idle", "longest"), [(False, 24, 336), (True, 1, 12)])
def test_when_nobody_was_there_and_at_last(staff: bool, idle: int, longest: int) -> None:
    make.in_force("softsys")
    person = with_password(make.staff("owner")) if staff else customer(make.account())
    left, used = sign_in(person), sign_in(person)
    pass_by(hours=idle * 0.9)
    assert is_in(used)
    pass_by(hours=idle * 0.2)
    assert is_in(used) and not is_in(left)
    spent = idle * 1.1
    while spent + idle * 0.9 < longest:
        pass_by(hours=idle * 0.9)
        spent += idle * 0.9
        assert is_in(used)
    pass_by(hours=longest - spent)
    assert not is_in(used)


@pytest.fixture
def client() -> Client:
    make.in_force("softsys")
    client = sign_in(customer(make.account()))
    pass_by(hours=25)
    return client


def test_the_page_says_why_and_leads_back(client: Client) -> None:
    answer = client.get("/security/history/?page=2", follow=True)
    assert answer.redirect_chain[0][0] == "/sign-in/?next=/security/history/%3Fpage%3D2"
    page = answer.content.decode()
    assert "signed out after some time" in page and "was not saved" not in page
    stranger = Client().get("/security/", follow=True)
    assert "signed out after some time" not in stranger.content.decode()


def test_what_was_sent_is_said_to_be_lost_and_its_form_is_where_one_comes_back_to(
    client: Client,
) -> None:
    sent_from = "http://testserver/security/?tab=1"
    answer = client.post("/security/email/keep/", headers={"Referer": sent_from})
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == ["/security/?tab=1"]
    assert "was not saved" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/x", "//elsewhere.example"])
def test_one_comes_back_to_this_site_alone(client: Client, referer: str) -> None:
    answer = client.post("/security/email/", headers={"Referer": referer})
    assert answer["Location"] == "/sign-in/?next=/security/email/"


def test_public_pages_say_nothing_of_it(client: Client) -> None:
    assert "signed out after some time" not in client.get("/").content.decode()


def test_a_sign_in_that_stopped_half_way_is_forgotten_within_the_hour() -> None:
    make.in_force("softsys")
    person = make.verified(customer(make.account()))
    add_app(proved(person))
    Session.objects.all().delete()
    client = Client()
    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second-step/"
    forget_cached(0)
    assert client.get("/sign-in/second-step/").status_code == 200
    pass_by(minutes=31)
    forget_cached(0)
    assert not Session.objects.exists()
