from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from troth.accounts.models import Person
from troth.portal import context
from troth.publishing.pages import policy
from troth.testing import make

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_visitor_is_led_to_the_start_the_sign_in_and_the_provider() -> None:
    make.in_force("softsys")
    html = Client().get("/nowhere/").content.decode()
    assert "Softsys" in html and "Error 404" in html
    for way in ('href="/"', 'href="/sign-in/"', 'href="mailto:'):
        assert way in html.split("<main")[1].split("</main>")[0]


def test_where_the_policy_has_a_form_contact_leads_there() -> None:
    make.in_force("websoft")
    main = Client().get("/nowhere/").content.decode().split("<main")[1]
    assert 'href="/contact/"' in main


def test_who_is_signed_in_keeps_their_ways_and_can_go_back() -> None:
    make.in_force("softsys")
    account = make.account()
    client = signed_in(make.owner(account))
    at = f"http://testserver/account/{account.pk}/services/"
    html = client.get("/nowhere/", headers={"referer": at}).content.decode()
    assert 'class="side"' in html and "Go to your account" in html
    assert f'<a href="/account/{account.pk}/services/">Go back</a>' in html


def test_nobody_is_led_back_to_another_site() -> None:
    make.in_force("softsys")
    html = Client().get("/nowhere/", headers={"referer": "https://elsewhere.example/x"})
    assert "elsewhere" not in html.content.decode()


def test_a_failure_names_the_provider_without_asking(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    make.in_force("softsys")
    Client().get("/privacy/")

    def gone(*args: object, **more: object) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(policy, "policy_on", gone)
    with django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/privacy/")
    html = answer.content.decode()
    assert "Softsys" in html and '<a href="/privacy/">Try again</a>' in html


def test_a_page_that_is_missing_while_the_database_is_gone_says_so_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.in_force("softsys")

    def gone(*args: object, **more: object) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(context, "policies_on", gone)
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404 and "There is no such page" in answer.content.decode()


def test_the_icon_is_there_for_who_asks_unbidden() -> None:
    with override_settings(BRAND_ACCENT="#7a1fa2"):
        answer = Client().get("/favicon.ico")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/svg+xml"
    assert "#7a1fa2" in answer.content.decode()
