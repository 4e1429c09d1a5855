import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "path",
    [
        "/privacy-centre/",
        "/privacy-centre/download/",
        "/privacy-centre/erase/",
        "/desk/",
        "/sign-up/",
    ],
)
def test_no_browser_or_proxy_keeps_a_copy(path: str) -> None:
    make.in_force("softsys")
    client = Client()
    if path == "/desk/":
        client.force_login(make.staff())
    elif path != "/sign-up/":
        client.force_login(customer())
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_a_download_is_stored_nowhere_either() -> None:
    make.in_force("soffront")
    client = Client()
    client.force_login(make.verified(customer()))
    answer = client.post("/privacy-centre/download/", {"format": "csv"})
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_format_that_is_not_offered_is_refused() -> None:
    make.in_force("ispsystem")
    client = Client()
    client.force_login(make.verified(customer()))
    answer = client.post("/privacy-centre/download/", {"format": "json"})
    assert answer.status_code == 200 and "Please check the form" in answer.content.decode()


def test_every_page_has_the_strict_content_policy() -> None:
    make.in_force("softsys")
    policy = Client().get("/")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
