"""The address of events: what it answers to whom. It keeps nothing of what is not signed."""

import pytest
from django.test import Client
from pytest_django import Settings

from troth.gateways.models import GatewayEvent
from troth.gateways.tests.telling import attempt_of, paid_event, switch_on
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.pretend.counterpart import tell

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/gateways/pretend/events/"


@pytest.fixture(autouse=True)
def on(settings: Settings) -> None:
    switch_on(settings)


def test_what_is_signed_is_stored_before_it_is_answered_and_once() -> None:
    event = paid_event(attempt_of(make.account()))
    assert [tell(event), tell(event)] == [204, 204]
    assert GatewayEvent.objects.get().handled_at is None


@pytest.mark.parametrize(
    "event",
    [b"", b"{}", b"\0" * 100, b'{"name": "evt", "what": "payment"}'],
)
def test_what_is_not_signed_is_refused(event: bytes) -> None:
    answer = Client().post(PATH, event, content_type="application/json")
    assert answer.status_code == 400
    assert not GatewayEvent.objects.exists()


def test_who_sends_too_much_of_it_waits(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"forged_event": "2/m/ip"}
    codes = [Client().post(PATH, b"x", content_type="text/plain").status_code for _ in range(3)]
    assert codes == [400, 400, 429]
    # The gateway itself is heard all the same, also from there.
    assert tell(paid_event(attempt_of(make.account()))) == 204


def test_no_such_gateway_no_such_page() -> None:
    assert Client().post("/gateways/other/events/", b"x", "text/plain").status_code == 404


def test_it_is_no_page_to_look_at() -> None:
    assert Client().get(PATH).status_code == 405


def test_more_than_256_kb_are_not_read() -> None:
    assert Client().post(PATH, b"x" * (2**18 + 1), "text/plain").status_code == 413


def test_whoever_is_signed_in_changes_nothing_about_it() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(customer())
    event = paid_event(attempt_of(make.account()))
    answer = client.post(
        PATH, event.body, content_type="application/json", headers=dict(event.headers)
    )
    assert answer.status_code == 204 and not answer.cookies
    assert GatewayEvent.objects.filter(gateway="pretend").count() == 1
