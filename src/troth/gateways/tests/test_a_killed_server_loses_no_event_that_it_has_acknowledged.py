"""SIGKILL, time and again, of a server that takes events in and of workers that handle them.

What was not acknowledged is told again, as gateways do. Each payment is then in the books once.
"""

import random
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from pytest_django import Settings

from troth.billing.books import check
from troth.billing.models import Payment, Transaction
from troth.billing.owed import owed_by
from troth.gateways.handle_open import handle_open
from troth.gateways.models import GatewayEvent
from troth.gateways.tests.telling import attempt_of, paid_event, switch_on
from troth.testing import make
from troth.testing.kill import wait_for_the_server_to_notice
from troth.testing.killed_server import killed_server
from troth.testing.pretend.counterpart import NAME, Told

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNTS, INVOICES = 4, 6  # of each


def told(event: Told, port: int) -> int:
    """How often it had to be told until it was acknowledged."""
    url = f"http://127.0.0.1:{port}/gateways/{NAME}/events/"
    asked = urllib.request.Request(url, event.body, dict(event.headers), method="POST")
    tries = 0
    while True:
        tries += 1
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310  (a server of the tests')
                assert answer.status == 204
                return tries
        except urllib.error.HTTPError as error:
            assert error.code >= 500, error.code
        except (OSError, HTTPException):
            pass
        time.sleep(0.01)


def test_each_payment_is_booked_once(settings: Settings) -> None:
    switch_on(settings)
    accounts = [make.account() for _ in range(ACCOUNTS)]
    attempts = [attempt_of(account) for account in accounts for _ in range(INVOICES)]
    # As by Stripe, of each payment two events tell.
    events = [paid_event(attempt) for attempt in attempts for _ in range(2)]
    lots = random.Random(0)
    lots.shuffle(events)
    with killed_server(settings.GATEWAYS) as server, ThreadPoolExecutor(4) as gateway:
        telling = [gateway.submit(told, event, server.port) for event in events]
        kills = 0
        while not all(each.done() for each in telling):
            kills += 1
            time.sleep(lots.uniform(0.05, 0.1 * kills))  # later ones get somewhere on any machine
            server.kill()
        assert max(each.result() for each in telling) > 1, "none was killed as it was told"
    wait_for_the_server_to_notice()
    while GatewayEvent.objects.still_open().exists():
        handle_open(at=make.NOW)
    assert GatewayEvent.objects.count() == len(events)
    assert not GatewayEvent.objects.waiting().exists()
    paid = Payment.objects.filter(method=NAME)
    assert Counter(paid.values_list("account", flat=True)) == {a.pk: INVOICES for a in accounts}
    assert not any(owed_by(each.invoice for each in attempts if each.invoice).values())
    assert Transaction.objects.filter(key__startswith="fee ").count() == len(attempts)
    assert not check()
