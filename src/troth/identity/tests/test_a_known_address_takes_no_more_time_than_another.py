"""Until the answer leaves, as much is done for a known address as for an unknown one."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from troth.accounts.models import CacheEntry
from troth.identity.tests.sign_up_data import post, typed
from troth.messaging.models import Message
from troth.support.tests.test_a_public_form_is_taken_in_once import ASKED
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = "unknown@customer.example"
LOST = {"address": "reached@customer.example", "text": "I lost it."}


def sign_in(password: str, device: str = "") -> Callable[[str], Any]:
    cookies = f"device={device}"
    return lambda email: Client().post(
        "/sign-in/", {"login": email, "password": password}, headers={"Cookie": cookies}
    )


WAYS: dict[str, Callable[[str], Any]] = {
    "signing in": sign_in("wrong"),
    "signing in, with a letter of two characters": sign_in("n\u0303o"),
    "signing in, from a made-up device": sign_in("wrong", "a" * 22 + "." + "0" * 32),
    "signing up": lambda email: post(typed("softsys", email=email)),
    "a forgotten password": lambda email: Client().post("/password/", {"email": email}),
    "lost access": lambda email: Client().post("/recover/", LOST | {"email": email}),
    "opting out": lambda email: Client().post("/privacy/opt-out/", {"email": email}),
    "a public form": lambda email: Client().post("/contact/", ASKED | {"email": email}),
}
OPT_OUT = '[right.opt-out]\nin = ["california"]\nask = ["page"]\n'


class Work(NamedTuple):
    """What was done until an answer left."""

    hashes: int
    queries: int
    mails: int
    jobs: int


def work(ask: Callable[[str], Any], email: str) -> Work:
    CacheEntry.objects.all().delete()  # so that no limit is reached
    before = Message.objects.count(), ProcrastinateJob.objects.count()
    hashes: list[object] = []
    left: list[Work] = []
    encode, close = MD5PasswordHasher.encode, HttpResponseBase.close

    def counted(*args: Any) -> str:
        hashes.append(args)
        return encode(*args)

    def leave(response: HttpResponseBase) -> None:
        done = len(hashes), len(queries)
        mails, jobs = Message.objects.count(), ProcrastinateJob.objects.count()
        left.append(Work(*done, mails - before[0], jobs - before[1]))
        close(response)

    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        patch.setattr(HttpResponseBase, "close", leave)
        ask(email)
    return left[-1]


def test_it_is_as_much_for_who_signs_in_after_signing_up(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    known = customer(make.account())
    chosen = f"{PASSWORD}-of-a-stranger"
    done, pages = [], []
    for email in ("first@customer.example", UNKNOWN, known.email):
        signed_up = post(typed(email=email, password=chosen), follow=True)
        answers: list[Any] = []

        def sign_in_as(email: str, answers: list[Any] = answers) -> None:
            answers.append(sign_in(chosen)(email))

        done.append(work(sign_in_as, email))
        text = signed_up.content.decode() + answers[0].content.decode()
        pages.append(re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text.replace(email, "E")))
        assert answers[0].status_code == 200
    assert done[1] == done[2]
    assert pages[1] == pages[2] and "first open the link" in pages[1]


def test_it_is_as_much_for_who_asks_for_the_link_again() -> None:
    make.in_force("softsys")
    known = customer(make.account())
    post(typed(email=UNKNOWN))

    def ask(email: str) -> Any:
        return Client().post("/sign-up/link/", {"email": email})

    ask("first@customer.example")
    assert work(ask, UNKNOWN) == work(ask, known.email) == work(ask, "nobody@customer.example")


@pytest.mark.parametrize("way", WAYS)
def test_it_is_as_much_for_both(way: str) -> None:
    if way == "opting out":
        make.in_force(make.changed("softsys", rules=OPT_OUT))
    else:
        make.in_force("soffront" if way == "a public form" else "softsys")
    known, without = (make.verified(customer(make.account())) for _ in range(2))
    without.set_unusable_password()
    without.save()
    WAYS[way]("first@customer.example")  # policies are read once
    done = work(WAYS[way], UNKNOWN)
    assert done.queries > 4
    assert work(WAYS[way], known.email) == done
    assert work(WAYS[way], without.email) == done
