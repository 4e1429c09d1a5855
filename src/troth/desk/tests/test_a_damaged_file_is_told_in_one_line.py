"""A stored file that is no longer what was stored: nothing of it gets out, and people are told."""

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from troth.accounts.models import Person
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import make_copy, secret_of
from troth.copies.export import export
from troth.copies.models import Copy
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.hand_in_proof import hand_in_proof
from troth.requests.models import IdentityProof
from troth.requests.tests.test_access_is_regained_through_staff import PNG, at_the_desk
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def cut_off(name: str | None) -> None:
    path = Path(settings.MEDIA_ROOT, name or "")
    path.write_bytes(path.read_bytes()[:-1])


def asked_with_proof(person: Person) -> IdentityProof:
    now = timezone.now()
    return hand_in_proof(ask(person, "erase", at=now, channel="ticket"), PNG, at=now)


def test_to_a_customer_who_can_have_another_copy(caplog: pytest.LogCaptureFixture) -> None:
    make.in_force("soffront")
    person = make.verified(make.owner(make.account()))
    copy = make_copy(ask_copy(person, "json", at=timezone.now()).pk, at=timezone.now())
    assert copy
    cut_off(copy.file.name)
    client, link = signed_in(person), f"/privacy-centre/copies/{secret_of(copy)}/"
    with caplog.at_level(logging.ERROR):
        answer = client.post(link)
    assert answer.status_code == 409
    assert "Please request a new copy." in answer.content.decode()
    assert str(copy.file.name) not in answer.content.decode()
    assert "A sealed file is damaged" in caplog.text
    # It was not handed out, so nothing says that it was; and a new one can be had.
    assert Copy.objects.get().fetched_at is None
    assert not Entry.objects.filter(event="copy.fetched").exists()
    answer = client.post("/privacy-centre/download/", {"format": "json"})
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer))).testzip() is None


def test_to_staff_and_no_look_is_written_down() -> None:
    make.in_force("websoft")
    proof = asked_with_proof(make.person())
    cut_off(proof.file.name)
    answer = at_the_desk("owner").get(f"/desk/requests/{proof.request_id}/proofs/{proof.pk}/")
    assert answer.status_code == 409
    assert "stored file has been damaged or changed" in answer.content.decode()
    assert not Entry.objects.filter(event="request.proof_seen").exists()


def test_in_a_copy_of_all_data_which_has_the_rest() -> None:
    make.in_force("websoft")
    account = make.full_account(attachment=b"a screenshot")
    damaged = asked_with_proof(make.owner(account))
    whole = asked_with_proof(make.owner(account))
    cut_off(damaged.file.name)
    output = io.BytesIO()
    export(make.owner(account), output, format="json", at=timezone.now())
    archive = zipfile.ZipFile(output)
    assert json.loads(archive.read("manifest.json"))["unreadable"] == [damaged.file.name]
    assert damaged.file.name not in archive.namelist()
    assert archive.read(str(whole.file.name)) == PNG
