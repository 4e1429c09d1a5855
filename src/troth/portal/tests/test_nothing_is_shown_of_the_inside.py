import pytest
from django.test import Client

from troth.publishing.pages import policy
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_by_a_page_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    make.in_force("softsys")

    def fail(*args: object, **more: object) -> None:
        raise ValueError("inner@customer.example")

    monkeypatch.setattr(policy, "policy_on", fail)
    answer = Client(raise_request_exception=False).get("/privacy/")
    assert answer.status_code == 500
    for inner in ("ValueError", "customer.example", "Traceback", "django", ".py"):
        assert inner not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/portal/",
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/files/",
        "/media/",
        "/.git/config",
        "/.env",
    ],
)
def test_by_an_address_that_is_none(path: str) -> None:
    make.in_force("softsys")
    assert Client().get(path).status_code == 404
