import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Person
from troth.identity.tests.test_another_provider_tells_only_what_is_allowed import form, go
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.browser import customer
from troth.testing.mail import Mailbox
from troth.testing.openid import OpenIdProvider
from troth.testing.visit import proved, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def policy(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")


def way_back(client: Client, **typed: Any) -> str:
    """The address by which the other provider sends the visitor back."""
    sent = client.post("/sign-in/with/elsewhere/", typed)
    back = requests.get(sent["Location"], allow_redirects=False, timeout=10).headers["Location"]
    url = urlsplit(back)
    return f"{url.path}?{url.query}"


def connected() -> Person:
    """Somebody who signs in through the other provider, and by a password."""
    person = customer(make.account())
    SocialAccount.objects.create(user=person, provider="elsewhere", uid="u-1")
    return person


def test_one_that_was_used() -> None:
    client = Client()
    back = way_back(client)
    assert client.get(back)["Location"] == "/sign-in/finish/"
    again = client.get(back)
    assert again.status_code == 401 and "You are not signed in" in again.content.decode()
    assert client.get("/sign-in/finish/").status_code == 200  # the first answer still counts


def test_one_that_was_used_to_sign_in() -> None:
    connected()
    client = Client()
    back = way_back(client)
    assert client.get(back)["Location"] == "/account/"
    again = client.get(back).content.decode()
    assert "You are signed in as before" in again and "You are not signed in" not in again
    assert client.get("/security/").status_code == 200


def test_one_that_took_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    connected()
    client = Client()
    back = way_back(client)
    monkeypatch.setattr(statekit, "STATE_TTL", -1)
    late = client.get(back)
    assert late.status_code == 401 and "longer than ten minutes" in late.content.decode()
    assert client.get("/security/").status_code == 302


def test_one_in_another_browser_signs_nobody_in() -> None:
    connected()
    back = way_back(Client())
    assert Client().get(back).status_code == 401


def test_each_tab_keeps_what_was_allowed_in_it() -> None:
    client = Client()
    first, second = way_back(client, allow=["name"]), way_back(client)
    client.get(first)
    assert "Elke Elsewhere" in client.get("/sign-in/finish/").content.decode()
    client.get(second)
    assert "Elke Elsewhere" not in client.get("/sign-in/finish/").content.decode()


def test_a_known_address_in_another_case_is_not_taken_over(openid_provider: OpenIdProvider) -> None:
    known = customer()
    openid_provider.person["email"] = known.email.upper()
    client = Client()
    go(client, allow=["email"])
    answer = client.post("/sign-in/finish/", form(email=known.email.upper()))
    assert answer["Location"] == "/sign-up/done/"
    assert Person.objects.get() == known and not SocialAccount.objects.exists()


def sign_up(browser: Client, email: str) -> str:
    return str(browser.post("/sign-in/finish/", form(email=email))["Location"])


def test_the_same_answer_in_two_browsers_leads_into_one_account(mailbox: Mailbox) -> None:
    one, two = Client(), Client()
    for browser in (one, two):
        go(browser, allow=[])
    answers = at_once(
        lambda: sign_up(one, "one@customer.example"), lambda: sign_up(two, "two@customer.example")
    )
    assert answers == ["/sign-up/done/", "/sign-up/done/"]
    way = SocialAccount.objects.get()
    assert go(Client(), allow=[]) == "/sign-in/finish/"  # not before the link is followed
    Client().post(mailbox.link_to(way.user.email))
    assert go(Client(), allow=[]) == "/account/"


def test_who_signs_in_that_way_opens_no_second_account(openid_provider: OpenIdProvider) -> None:
    late = Client()
    go(late, allow=[])
    connected()
    assert sign_up(late, "late@customer.example") == "/sign-in/"
    assert "You have already signed up that way" in late.get("/sign-in/").content.decode()
    assert Person.objects.count() == 1


@pytest.mark.parametrize("then", ["signs in", "signs up anew", "adds it to an account"])
def test_nobody_learns_by_it_whose_an_address_is(then: str) -> None:
    """Whatever a stranger does who has signed up with an address, it was unknown or it was not."""
    known, mine = customer(make.account()), customer(make.account())
    seen = []
    for email in ("unknown@customer.example", known.email):
        SocialAccount.objects.all().delete()
        stranger = Client()
        go(stranger, allow=["name", "email"])
        seen.append(sign_up(stranger, email))
        if then == "adds it to an account":
            seen.append(go(proved(mine), allow=[]))
            seen.append(str(SocialAccount.objects.filter(user=mine).count()))
            continue
        seen.append(go(stranger, allow=["name", "email"]))
        page = stranger.get("/sign-in/finish/").content.decode()
        seen.append(re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", page))
        if then == "signs up anew":
            new = f"{len(seen)}@stranger.example"
            seen.append(sign_up(stranger, new))
            seen.append(str(SocialAccount.objects.get().user.email == new))
    half = len(seen) // 2
    assert seen[:half] == seen[half:]


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/security/", "/security/"),
        ("https://elsewhere.example/", "/account/"),
        ("//elsewhere.example/", "/account/"),
        ("javascript:alert(1)", "/account/"),
    ],
)
def test_it_leads_nowhere_but_to_this_site(asked: str, led: str) -> None:
    connected()
    client = Client()
    assert client.get(way_back(client, next=asked))["Location"] == led


def test_a_provider_that_does_not_answer(settings: Settings) -> None:
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = "http://127.0.0.1:1"
    answer = Client().post("/sign-in/with/elsewhere/", follow=True)
    assert "You are not signed in" in answer.content.decode()


def test_of_two_tabs_that_take_the_last_two_away_one_is_told_why_not() -> None:
    person = make.person()
    ways = [
        SocialAccount.objects.create(user=person, provider=name, uid="u-1")
        for name in ("elsewhere", "another")
    ]

    def take_away(way: SocialAccount) -> str:
        page = signed_in(person).post(
            "/security/other-sign-ins/", {"connection": way.pk}, follow=True
        )
        return str(page.content.decode())

    pages = at_once(lambda: take_away(ways[0]), lambda: take_away(ways[1]))
    assert SocialAccount.objects.filter(user=person).count() == 1
    assert sum("You can no longer sign in that way." in page for page in pages) == 1
    assert sum("Choose a password first" in page for page in pages) == 1


def test_one_that_was_taken_away_in_another_tab() -> None:
    person = connected()
    way = SocialAccount.objects.get().pk
    client = signed_in(person)
    for _ in range(2):
        page = client.post("/security/other-sign-ins/", {"connection": way}, follow=True)
        assert "You can no longer sign in that way." in page.content.decode()
    assert not SocialAccount.objects.exists()
