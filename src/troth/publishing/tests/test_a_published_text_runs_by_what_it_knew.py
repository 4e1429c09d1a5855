"""A release that adds a record stops no installation: its running policy does not name it yet."""

import io
import json
import zipfile

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.cli.serve import published
from troth.copies.export import export
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.messaging.models import Message
from troth.policy.errors import PolicyError
from troth.policy.parse import parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import plan_on, policy_on
from troth.publishing.tests.unread import stored, without
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = "Goes with the account; the policy does not name it yet."
RECORDS = [
    "activity",
    "consent",
    "disclosure",
    "membership",
    "message",
    "person",
    "request",
    "service",
    "signin",
    "ticket",
]


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_that_it_does_not_name_goes_with_the_account(record: str) -> None:
    stored(without("softsys", record))
    account = make.full_account()
    owner = make.owner(account)
    assert policy_on(make.NOW.date()).unnamed == [record]
    assert plan_on(make.NOW.date())

    foreseen = preview(owner, at=make.NOW)
    erased = erase(owner, at=make.NOW)

    assert erased.complete
    assert not Account.objects.exists() and not Person.objects.exists()
    assert {record} >= foreseen.unnamed == erased.tally.unnamed


def test_wherever_records_are_shown_it_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    stored(without("softsys", "message"))
    account = make.full_account()
    owner = make.owner(account)
    page = signed_in(owner)
    for path in (
        "/privacy-centre/held/",
        "/privacy-centre/held/message/",
        "/privacy-centre/erase/",
    ):
        shown = page.get(path).content.decode()
        assert SENTENCE in shown and 'href="/privacy/#"' not in shown, path
    out = io.BytesIO()
    export(owner, out, format="json", at=make.NOW)
    manifest = json.loads(zipfile.ZipFile(out).read("manifest.json"))
    assert {"keep": SENTENCE} in [file["kept"] for file in manifest["files"]]
    assert main(["erase", owner.email, "--preview"]) == 0
    assert f"erased ({SENTENCE[:-1]})" in capsys.readouterr().out

    erased = erase(owner, at=make.NOW)

    assert erased.tally.as_counts()["unnamed"] == ["message"]
    assert SENTENCE in Client().get(f"/receipts/{erased.receipt}/").content.decode()


def test_who_runs_it_is_told_which_table_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    stored(without("softsys", "message"))
    line = "does not name message (messages sent to people), which go with the account until"
    assert [line in each for each in published()] == [True]
    assert main(["policy", "check", "--published"]) == 0
    out = capsys.readouterr().out
    assert line in out and "add [keep.message] to the next text" in out
    assert main(["plan"]) == 0
    assert "No rule names message: it goes with the account; add [keep.message]." in (
        capsys.readouterr().out
    )
    desk = signed_in(make.staff()).get("/desk/platform/").content.decode()
    assert "Not named by the policy" in desk and "[keep.message]" in desk


def test_of_a_text_that_names_all_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    assert published() == []
    assert main(["policy", "check", "--published"]) == 0
    assert capsys.readouterr().out.endswith(", runs.\n")
    desk = signed_in(make.staff()).get("/desk/platform/").content.decode()
    assert "Not named by the policy" not in desk


def test_the_next_text_has_to_name_it(capsys: pytest.CaptureFixture[str]) -> None:
    old = without("softsys", "message")
    stored(old)
    with pytest.raises(PolicyError, match="no-keep-rule nothing says how long message is kept"):
        parse(old.encode())
    with pytest.raises(PolicyError, match=r":\d+: no-keep-rule .*; add \[keep.message\]"):
        publish(parse(old.encode(), complete=False), at=make.NOW)
    assert PublishedPolicy.objects.count() == 1
    publish(make.policy("softsys"), at=make.NOW)
    assert policy_on(make.NOW.date()).unnamed == []
    assert Message.objects.count() == 0
