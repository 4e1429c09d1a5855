"""The mail of a request is kept encrypted, opened by who may read all of it, and gone with it."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.copies.export import export
from troth.erasure.erase import erase
from troth.gates.models import StaffRead
from troth.requests.ask import ask
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RequestMail, RightsRequest
from troth.requests.tests.test_access_is_regained_through_staff import at_the_desk
from troth.requests.tests.test_mail_becomes_requests import AUTHSERV, genuine, mail
from troth.testing import make
from troth.testing.imap import PostBox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def person(settings: Settings) -> Person:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = AUTHSERV
    return make.owner(make.full_account())


def received(post_box: PostBox, written: EmailMessage) -> tuple[str, RequestMail]:
    """The address of the request that came of a mail, and the mail that is kept with it."""
    post_box.drop(written)
    assert read_mailbox(at=timezone.now()) == 1
    kept = RequestMail.objects.latest("pk")
    return f"/desk/requests/{kept.request_id}/", kept


def gone(kept: RequestMail) -> bool:
    row = RequestMail.objects.filter(pk=kept.pk).exists()
    assert row == default_storage.exists(kept.file.name or "")
    return not row


def test_who_may_read_it_saves_it(post_box: PostBox, person: Person) -> None:
    written = genuine(person)
    written.add_attachment(b"<script>", maintype="text", subtype="html", filename="a.html")
    here, kept = received(post_box, written)
    with default_storage.open(kept.file.name or "") as stored:
        assert b"erase me" not in stored.read()
    desk = at_the_desk("privacy")
    there = f"{here}mails/{kept.pk}/"
    assert there in desk.get(f"{here}sort/").content.decode()
    answer = desk.get(there)
    assert answer.content.replace(b"\r\n", b"\n") == bytes(written)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="mail-{kept.request_id}-{kept.pk}.eml"'
    )
    assert "content" in StaffRead.objects.filter(subject=person).latest("pk").categories


def test_who_may_not_read_all_of_it_does_not_open_it(post_box: PostBox, person: Person) -> None:
    here, kept = received(post_box, genuine(person))
    at_the_desk("privacy").post(f"{here}sort/", {"what": "right.rectify"})
    desk = at_the_desk("billing")
    assert "Your role does not open it" in desk.get(here).content.decode()
    assert desk.get(f"{here}mails/{kept.pk}/").status_code == 403


def test_it_is_opened_with_its_own_request_only(post_box: PostBox, person: Person) -> None:
    _here, kept = received(post_box, genuine(person))
    other = ask(make.person(), "rectify", at=timezone.now(), channel="email")
    there = f"/desk/requests/{other.pk}/mails/{kept.pk}/"
    assert at_the_desk("privacy").get(there).status_code == 404


def test_it_goes_with_its_person(post_box: PostBox, person: Person) -> None:
    _here, kept = received(post_box, genuine(person))
    erase(person, at=timezone.now())
    assert gone(kept)


def test_it_stands_in_its_persons_copy(post_box: PostBox, person: Person) -> None:
    written = genuine(person)
    _here, kept = received(post_box, written)
    output = io.BytesIO()
    export(person, output, format="json", at=timezone.now())
    copy = zipfile.ZipFile(output).read(str(kept.file.name))
    assert copy.replace(b"\r\n", b"\n") == bytes(written)


@pytest.mark.parametrize("what", ["aside:no-right", "right.rectify"])
def test_of_nobody_known_it_goes_with_the_decision(post_box: PostBox, what: str) -> None:
    here, kept = received(post_box, mail("shop@stranger.example"))
    desk = at_the_desk("privacy")
    desk.post(f"{here}sort/", {"what": what})
    if what == "right.rectify":
        assert not gone(kept)
        desk.post(f"{here}refuse/", {"reason": "We hold nothing about you."})
    assert gone(kept)


def test_a_mail_that_is_added_takes_it_along(post_box: PostBox, person: Person) -> None:
    asked = ask(person, "rectify", at=timezone.now(), channel="email")
    here, kept = received(post_box, genuine(person))
    at_the_desk("privacy").post(f"{here}sort/", {"what": str(asked.pk)})
    assert RightsRequest.objects.get() == asked
    kept.refresh_from_db()
    assert kept.request == asked and not gone(kept)


def test_it_is_about_whom_staff_name(post_box: PostBox, person: Person) -> None:
    here, kept = received(post_box, mail("elsewhere@customer.example"))
    at_the_desk("privacy").post(f"{here}sort/", {"what": "right.rectify", "customer": person.email})
    kept.refresh_from_db()
    assert kept.subject_id == person.pk
