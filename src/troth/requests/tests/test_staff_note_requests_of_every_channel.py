"""What comes by telephone, chat or letter gets its deadline from the day it came."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.journal.models import Entry
from troth.requests.models import RightsRequest
from troth.testing import make

pytestmark = pytest.mark.django_db

FORM = {
    "rule": "right.erase",
    "about": "own",
    "channel": "phone",
    "proof": "",
    "text": "Erase me <b>now</b> 🙏",
}


@pytest.fixture(autouse=True)
def by_telephone() -> None:
    """Softsys' policy, where the right to erasure is asked by telephone too."""
    more = ('ask = ["email", "ticket"]', 'ask = ["email", "ticket", "phone"]')
    proofs = ('proof = ["registered-email"]', 'proof = ["registered-email", "sign-in"]')
    make.in_force(make.changed("softsys", more, proofs))


def note(client: Client, **changes: str) -> str:
    today = timezone.now().date().isoformat()
    answer = client.post("/desk/requests/new/", FORM | {"came_on": today} | changes)
    return answer.headers.get("Location", "") or answer.content.decode()


def test_a_call_of_a_known_customer(client: Client) -> None:
    account = make.full_account()
    client.force_login(make.staff("privacy"))
    came = timezone.now().date() - timedelta(days=1)
    there = note(client, customer=str(account.pk), came_on=came.isoformat())
    request = RightsRequest.objects.get()
    assert there == f"/desk/requests/{request.pk}/"
    assert (request.person, request.subject_id) == (make.owner(account), account.pk)
    assert (request.right, request.channel) == ("erase", "phone")
    assert request.asked_at.date() == came
    assert request.due_on == came + timedelta(days=3)
    assert request.verified_at is None
    noted = Entry.objects.get(event="request.asked")
    assert noted.at.date() == timezone.now().date()  # the journal says when it was written down
    assert note(client, customer=str(account.pk)) == there  # the same again is the same


def test_a_proof_that_was_given_is_noted(client: Client) -> None:
    person = make.owner(make.full_account())
    client.force_login(make.staff("privacy"))
    page = note(client, customer=person.email, proof="government-id")
    assert "The policy takes as a proof" in page
    assert "Erase me &lt;b&gt;now&lt;/b&gt; 🙏" in page  # nothing typed is lost
    assert not RightsRequest.objects.exists()
    page = note(client, customer=person.email, proof="registered-email", channel="email")
    assert "A mail alone does not prove this." in page
    assert not RightsRequest.objects.exists()
    note(client, customer=person.email, proof="sign-in", channel="email")
    assert RightsRequest.objects.get().verified_by == "sign-in"


def test_a_stranger(client: Client) -> None:
    client.force_login(make.staff("support"))
    there = note(client, sender="+49 30 1234")
    request = RightsRequest.objects.get()
    assert (request.person, request.sender) == (None, "+49 30 1234")
    assert there == "/desk/requests/new/"  # support notes it, and billing answers it
    assert str(request.pk) in client.get(there).content.decode()


def test_an_account_that_nobody_owns_cannot_ask(client: Client) -> None:
    account = make.account()
    account.memberships.all().delete()
    client.force_login(make.staff("privacy"))
    assert "no owner who could ask" in note(client, customer=str(account.pk))
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"came_on": (timezone.now() + timedelta(days=2)).date().isoformat()}, "still to come"),
        ({"came_on": "1899-12-31"}, "too long ago"),
        ({"came_on": "yesterday"}, "Enter a valid date"),
        ({"came_on": ""}, "This field is required"),
        ({"customer": "nobody@customer.example"}, "No customer has this"),
        ({"rule": "right.nonsense"}, "Select a valid choice"),
        ({"rule": ""}, "This field is required"),
        ({"about": ""}, "This field is required"),
        ({"channel": "pigeon"}, "Select a valid choice"),
        ({"text": "x" * 10_001}, "at most 10000"),
        ({"text": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_bad_input(client: Client, changes: dict[str, str], error: str) -> None:
    client.force_login(make.staff("privacy"))
    assert error in note(client, **changes)
    assert not RightsRequest.objects.exists()
