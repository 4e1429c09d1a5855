"""A mail asks for an erasure or a copy; only a link to the registered address proves who asks."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.tests.test_access_is_regained_through_staff import at_the_desk, link_to
from troth.requests.tests.test_mail_becomes_requests import AUTHSERV, genuine, mail
from troth.testing import make
from troth.testing.imap import PostBox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(settings: Settings) -> Person:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = AUTHSERV
    return make.owner(make.full_account())


@pytest.fixture
def asked(post_box: PostBox, person: Person) -> RightsRequest:
    """What a genuine mail asked for, by what staff say: an erasure."""
    post_box.drop(genuine(person))
    read_mailbox(at=timezone.now())
    request = RightsRequest.objects.get()
    at_the_desk("privacy").post(f"/desk/requests/{request.pk}/sort/", {"what": "right.erase"})
    return request


def test_nothing_is_done_before_the_link_was_followed(
    client: Client, person: Person, asked: RightsRequest
) -> None:
    desk, here = at_the_desk("privacy"), f"/desk/requests/{asked.pk}/"
    desk.post(f"{here}carry-out/", {"text": "It is done."})
    desk.post(f"{here}verify/", {"by": "registered-email"})
    assert Person.objects.filter(pk=person.pk).exists()
    there = link_to(person.email)
    assert "Was it you who asked?" in client.get(there).content.decode()
    assert not RightsRequest.objects.exclude(verified_at=None)  # mail programs look ahead
    for _ in range(2):
        assert "it was you" in client.post(there, follow=True).content.decode()
    assert Entry.objects.filter(event="request.verified").count() == 1
    desk.post(f"{here}carry-out/", {"text": "It is done."})
    assert not Person.objects.filter(pk=person.pk).exists()


def test_a_forged_mail_sends_nobody_a_link(post_box: PostBox, person: Person) -> None:
    post_box.drop(mail(person.email))
    read_mailbox(at=timezone.now())
    here = f"/desk/requests/{RightsRequest.objects.get().pk}/"
    desk = at_the_desk("privacy")
    desk.post(f"{here}sort/", {"what": "right.erase", "customer": person.email})
    assert not Entry.objects.filter(event="request.proof_asked").exists()
    desk.post(f"{here}ask-for-proof/")
    assert link_to(person.email).startswith("/requests/")


def test_links_that_are_no_longer_good(
    client: Client, person: Person, asked: RightsRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = link_to(person.email)
    with monkeypatch.context() as later:
        later.setattr("troth.requests.proof_link._GOOD_FOR", timedelta(seconds=-1))
        assert client.post(there).status_code == 410
    other = ask(make.person(), "erase", at=timezone.now(), channel="email")
    for key in ("x", "9" * 40 + ":a:b", "%00"):
        assert client.post(f"/requests/{key}/").status_code == 410
    forged = re.sub(r"/requests/\d+", f"/requests/{other.pk}", there)
    assert client.post(forged).status_code == 410
    refuse(asked, "It was not you.", at=timezone.now())
    assert client.post(there).status_code == 410
    assert not RightsRequest.objects.exclude(verified_at=None)
