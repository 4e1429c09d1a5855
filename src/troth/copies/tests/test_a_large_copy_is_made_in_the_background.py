import io
import zipfile

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from troth.accounts.models import Activity, Person
from troth.copies import copy as verbs
from troth.copies import tasks
from troth.copies.copy import secret_of
from troth.copies.models import Copy
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/privacy-centre/download/"


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "SMALL", 0)


def asked() -> tuple[Client, Person]:
    make.in_force("soffront")
    person = make.verified(make.owner(make.full_account()))
    client = signed_in(person)
    for _ in range(2):
        answer = client.post(PAGE, {"format": "json"})
        assert answer.status_code == 302 and answer["Location"] == PAGE
    return client, person


def test_it_is_asked_for_once_and_its_job_names_nobody() -> None:
    client, _ = asked()
    copy = Copy.objects.get()
    jobs = ProcrastinateJob.objects.filter(task_name="troth.copies.tasks.copy")
    assert all(job.args == {"number": copy.pk} for job in jobs) and jobs.exists()
    page = client.get(PAGE).content.decode()
    assert "is being made" in page and "Look again" in page and "Make a new copy" not in page


def test_who_asked_stands_in_the_log_of_their_account() -> None:
    _, person = asked()
    tasks.copy(number=Copy.objects.get().pk)
    assert Activity.objects.get(what="copy of all data made").person == person


def test_nobody_gets_one_whose_address_is_unconfirmed() -> None:
    make.in_force("soffront")
    answer = signed_in(make.owner(make.account())).post(PAGE, {"format": "json"})
    assert answer.status_code == 409 and "confirm your e-mail address" in answer.content.decode()
    assert not Copy.objects.exists()


def test_while_the_worker_is_away_the_page_says_so() -> None:
    client, _ = asked()
    Copy.objects.update(asked_at=make.NOW)
    assert "Nothing is lost" in client.get(PAGE).content.decode()


def test_a_message_without_data_tells_that_it_is_ready() -> None:
    client, person = asked()
    tasks.copy(Copy.objects.get().pk)
    message = Message.objects.filter(person=person, subject="Your copy is ready").get()
    text = message.text
    assert f"/privacy-centre/copies/{secret_of(Copy.objects.get())}/" in text
    # Of whom it is for it holds no more than the greeting does.
    assert message.body == "" and person.email not in text and text.count(person.name) == 1
    assert "Your copy is ready" in client.get("/privacy-centre/").content.decode()


def test_it_is_downloaded_once_by_its_person() -> None:
    client, person = asked()
    tasks.copy(Copy.objects.get().pk)
    link = f"/privacy-centre/copies/{secret_of(Copy.objects.get())}/"
    assert link in client.get(PAGE).content.decode()
    assert client.get(link)["Location"] == PAGE  # looking at the link does not use it up
    assert signed_in(make.person()).post(link).status_code == 409
    assert Client().post(link)["Location"].startswith("/sign-in/")

    answer = client.post(link)
    assert "no-store" in answer["Cache-Control"] and "attachment" in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert person.email in archive.read("person.json").decode()

    again = client.post(link)
    assert again.status_code == 409 and "used or has expired" in again.content.decode()
    assert "You downloaded your copy" in client.get(PAGE).content.decode()


def test_htmx_asks_for_the_state_alone() -> None:
    client, _ = asked()
    part = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="state"') and "<html" not in part


def test_a_lost_job_is_made_up_for() -> None:
    asked()
    Copy.objects.update(asked_at=make.NOW)
    tasks.copies(0)
    assert Copy.objects.get().ready_at
