"""The mail by which something was asked goes from the mailbox, however the request ends."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.erase import erase
from troth.requests.join import join
from troth.requests.mailbox.delete_mails import delete_mails
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import DoomedMail, RightsRequest
from troth.requests.put_aside import put_aside
from troth.requests.refuse import refuse
from troth.requests.sort import sort
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SERVER = "mx.provider.example"


@pytest.fixture
def person(settings: Settings) -> Person:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = SERVER
    return make.verified(make.owner(make.full_account()))


def arrives(post_box: PostBox, sender: str, **headers: str) -> RightsRequest:
    """A mail arrives and is taken in."""
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from=customer.example"
    mail["From"], mail["Subject"] = sender, "My data"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Please erase me.")
    post_box.drop(mail)
    assert read_mailbox(at=timezone.now()) == 1
    return RightsRequest.objects.latest("pk")


def in_the_mailbox(post_box: PostBox) -> int:
    """How many mails there are, once what is due is deleted."""
    delete_mails(at=timezone.now())
    with post_box.open() as box:
        return len(box.uids())


def erased_as_asked(request: RightsRequest) -> None:
    now = timezone.now()
    carry_out_erasure(sort(request, "right.erase", at=now), "It is done.", at=now)


def erased_otherwise(request: RightsRequest) -> None:
    assert request.person
    erase(request.person, at=timezone.now())


def refused(request: RightsRequest) -> None:
    now = timezone.now()
    refuse(sort(request, "right.erase", at=now), "It is not yours.", at=now)


@pytest.mark.parametrize("ends", [erased_as_asked, erased_otherwise, refused])
@pytest.mark.parametrize("headers", [{"Message_ID": "<1@customer.example>"}, {}])
def test_when_it_is_done(
    ends: Callable[[RightsRequest], None],
    headers: dict[str, str],
    post_box: PostBox,
    person: Person,
) -> None:
    other = arrives(post_box, "a@stranger.example", Message_ID="<2@stranger.example>")
    asked = arrives(post_box, person.email, **headers)
    assert in_the_mailbox(post_box) == 2
    ends(asked)
    assert in_the_mailbox(post_box) == 1
    assert RightsRequest.objects.get(pk=other.pk).mail_id
    assert not DoomedMail.objects.exists()


def test_of_somebody_who_is_known_by_the_address_alone(
    post_box: PostBox, person: Person, settings: Settings
) -> None:
    settings.MAILBOX_AUTHSERV = ""  # nobody vouches for the sender
    arrives(post_box, person.email)
    erase(person, at=timezone.now())
    assert in_the_mailbox(post_box) == 0


def test_from_the_folder_that_it_was_moved_to(
    post_box: PostBox, person: Person, settings: Settings
) -> None:
    with post_box.open() as box:
        if not box.folder.exists("Done"):
            box.folder.create("Done")
    settings.MAILBOX = {**settings.MAILBOX, "move": "Done"}
    arrives(post_box, person.email)
    erase(person, at=timezone.now())
    assert delete_mails(at=timezone.now()) == 1
    with post_box.open() as box:
        box.folder.set("Done")
        assert box.uids() == []


def test_one_that_was_added_to_a_request_goes_with_that(post_box: PostBox, person: Person) -> None:
    now = timezone.now()
    first = sort(arrives(post_box, person.email), "right.erase", at=now)
    join(arrives(post_box, person.email, Message_ID="<2@customer.example>"), first, at=now)
    assert in_the_mailbox(post_box) == 2
    refuse(first, "It is not yours.", at=now)
    assert in_the_mailbox(post_box) == 0


def test_what_is_no_request_stays(post_box: PostBox, person: Person) -> None:
    put_aside(arrives(post_box, "a@stranger.example"), "no-right", at=timezone.now())
    assert in_the_mailbox(post_box) == 1


def test_while_the_server_is_away_it_is_told_and_tried_again(
    post_box: PostBox, person: Person, settings: Settings
) -> None:
    arrives(post_box, person.email)
    erase(person, at=timezone.now())
    there = settings.MAILBOX
    settings.MAILBOX = {**there, "port": 1}
    with pytest.raises(TrothError, match="The mailbox cannot be read"):
        delete_mails(at=timezone.now())
    staff = signed_in(make.staff("privacy"))
    assert "could not be deleted" not in staff.get("/desk/").content.decode()
    DoomedMail.objects.update(doomed_at=timezone.now() - timedelta(hours=2))
    assert "could not be deleted from the mailbox" in staff.get("/desk/").content.decode()
    settings.MAILBOX = there
    assert in_the_mailbox(post_box) == 0
    assert "could not be deleted" not in staff.get("/desk/").content.decode()


def test_the_preview_and_the_receipt_say_so(post_box: PostBox, person: Person) -> None:
    told = "are deleted from our mailbox as well"
    page = signed_in(person).get("/privacy-centre/erase/").content.decode()
    assert told in page and "is not confirmed" not in page
    unconfirmed = signed_in(make.owner(make.account())).get("/privacy-centre/erase/")
    assert "the address is not confirmed" in unconfirmed.content.decode()
    done = erase(person, at=timezone.now())
    assert told in Client().get(f"/receipts/{done.receipt}/").content.decode()
