import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person, Session
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


def signed_in(person: Person, user_agent: str) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def shown(client: Client) -> str:
    return client.get("/security/").content.decode()


def test_each_is_named_and_can_be_ended() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    here, there, third = (signed_in(person, agent) for agent in (FIREFOX, IPHONE, FIREFOX))
    page = shown(here)
    assert "Firefox on Windows" in page and "Safari on iPhone" in page and "127.0.0.1" in page
    for session in Session.objects.all():
        assert session.session_key not in page
    end = page.split("Sign out “Safari on iPhone”")[0].split('action="')[-1].split('"')[0]
    here.post(end)
    assert there.get("/security/").status_code == 302
    assert third.get("/security/").status_code == 200
    assert here.post(end).status_code == 404  # once is enough
    here.post("/security/sessions/end-others/")
    assert third.get("/security/").status_code == 302
    assert here.get("/security/").status_code == 200


def test_nobody_ends_anothers() -> None:
    make.in_force("softsys")
    mine, other = customer(make.account()), customer(make.account())
    here, there = signed_in(mine, FIREFOX), signed_in(other, IPHONE)
    signed_in(other, FIREFOX)
    page = shown(there)
    end = page.split("Sign out “Firefox on Windows”")[0].split('action="')[-1].split('"')[0]
    assert here.post(end).status_code == 404
    here.post("/security/sessions/end-others/")
    assert Session.objects.filter(person=other).count() == 2


def test_what_the_policy_does_not_list_is_not_kept_of_a_session() -> None:
    make.in_force("websoft")  # its [collect.signin] lists no browser
    person = customer(make.account())
    signed_in(person, FIREFOX)
    session = Session.objects.get()
    assert (session.ip, session.user_agent) == ("127.0.0.1", "")
    assert session.created_at <= session.seen_at <= timezone.now()


def test_it_is_noted_when_one_was_last_used() -> None:
    make.in_force("softsys")
    client = signed_in(customer(make.account()), FIREFOX)
    Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    client.get("/security/")
    assert Session.objects.get().seen_at > timezone.now() - timedelta(minutes=1)


def test_the_history_has_failed_attempts_too_and_is_paged() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    for _ in range(30):
        make.signin(person, succeeded=False)
    client = signed_in(person, FIREFOX)
    first = client.get("/security/history/").content.decode()
    assert "Signed in" in first and first.count("Failed attempt") == 19
    older = re.search(r'class="older" href="([^"]*)"', first)
    assert older
    second = client.get(f"/security/history/{older[1]}").content.decode()
    assert second.count("Failed attempt") == 11 and 'class="newer"' in second
