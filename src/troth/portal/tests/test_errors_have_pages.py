from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from troth.core.errors import TrothError
from troth.publishing.pages import policy
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_an_unknown_address() -> None:
    make.in_force("softsys")
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_form_from_elsewhere() -> None:
    make.in_force("softsys")
    answer = Client(enforce_csrf_checks=True).post("/sign-up/", {})
    assert answer.status_code == 403
    assert "Your form was not accepted" in answer.content.decode()


def test_a_host_that_is_not_ours() -> None:
    answer = Client().get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


def test_a_method_that_a_page_does_not_take() -> None:
    assert Client().post("/").status_code == 405
    assert Client().get("/privacy-centre/object/").status_code == 405


def test_a_refusal_says_what_to_do() -> None:
    answer = Client().get("/privacy/")  # no policy is in force
    assert answer.status_code == 409
    assert "No policy is in force; run `troth setup`" in answer.content.decode()


def test_a_failure_has_a_page_that_asks_no_database(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def gone(*args: object, **more: object) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(policy, "policy_on", gone)
    with django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/privacy/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


def test_text_of_a_refusal_is_shown_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise TrothError("<b>no</b>")

    monkeypatch.setattr(policy, "policy_on", refuse)
    assert "&lt;b&gt;no&lt;/b&gt;" in Client().get("/privacy/").content.decode()
