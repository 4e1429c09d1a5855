from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from troth.identity.tests.sign_up_data import post, typed
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def forgotten() -> Any:
    return Client().post("/password/", {"email": "somebody@customer.example"})


def new_address() -> Any:
    client = signed_in(customer(make.account()))
    for _ in range(2):
        answer = client.post("/security/email/", {"email": "new@customer.example"})
    return answer


@pytest.mark.parametrize(
    ("ask", "limits", "wait", "seconds"),
    [
        (lambda: post(typed()), {"signup": "0/5m/ip"}, "wait 1 minute", 60),
        (lambda: post(typed(name="")), {"signup": "1/20m/ip"}, "wait 20 minutes", 1200),
        (forgotten, {"reset_password": "9/m/ip,1/3h/key"}, "wait 3 hours", 10800),
        (forgotten, {"reset_password": "1/2m/ip,9/3h/key"}, "wait 2 minutes", 120),
        (new_address, {"manage_email": "1/d/user"}, "wait 24 hours", 86400),
    ],
)
def test_by_whichever_limit_it_was(
    ask: Any, limits: dict[str, str], wait: str, seconds: int, settings: Settings
) -> None:
    make.in_force("softsys")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | limits
    ask()
    answer = ask()
    assert answer.status_code == 429 and wait in answer.content.decode()
    assert seconds - 5 <= int(answer["Retry-After"]) <= seconds
