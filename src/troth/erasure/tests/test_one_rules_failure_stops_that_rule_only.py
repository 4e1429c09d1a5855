"""What fails in a sweep stops the rule that it is of; the others are kept, and staff are told."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from troth.billing.models import Invoice, Payment
from troth.cli import main
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

LONG = timedelta(days=4000)


@pytest.fixture(params=["billing_invoice"])
def stuck(request: pytest.FixtureRequest) -> Iterator[None]:
    """Invoices, or other rows, that cannot be emptied, and an error that names somebody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'Ada Customer is in the way' USING ERRCODE = 'check_violation'; "
            f"END $$; CREATE TRIGGER stuck BEFORE UPDATE ON {request.param} "
            "FOR EACH ROW EXECUTE FUNCTION stuck()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION stuck CASCADE")


def due() -> None:
    make.in_force("softsys")
    make.invoice(make.account(), at=make.NOW - LONG)


def test_the_other_rules_are_kept(stuck: None, caplog: pytest.LogCaptureFixture) -> None:
    due()
    caplog.set_level(logging.ERROR)
    kept = keep(on=make.NOW.date(), at=make.NOW)
    assert [(each.rule, each.record) for each in kept.failed] == [("keep.invoice", "invoice")]
    assert Invoice.objects.get().party_name and not Payment.objects.get().payer
    assert kept.by_rule["keep.payment", "payment"].depersonalised == {"payment": 1}
    assert "Ada" not in caplog.text
    (noted,) = Entry.objects.filter(event="keep.failed")
    assert (noted.rule, noted.counts) == (
        "keep.invoice",
        {"record": "invoice", "error": "IntegrityError.23514"},
    )


@pytest.mark.parametrize("stuck", ["account_emailaddress"], indirect=True)
def test_so_they_are_where_an_address_cannot_be_emptied(mailbox: Mailbox, stuck: None) -> None:
    make.in_force("ispsystem")
    account, at = make.account(), make.NOW
    person = make.verified(make.owner(account))
    mailbox.unknown.add(person.email)
    for _ in range(2):
        send(person, subject="News", body="Read this.", at=at)
        mailbox.fetch(at=at)
    later = at + timedelta(days=31)
    kept = keep(on=later.date(), at=later)
    failed = ("feature.inaccurate-data", "person")
    assert [(each.rule, each.record) for each in kept.failed] == [failed]


def test_staff_are_told_by_mail_and_at_the_desk(stuck: None, client: Client) -> None:
    due()
    owner, support = make.staff("owner"), make.staff("support")
    keep(on=make.NOW.date(), at=make.NOW)
    (mail,) = Message.objects.filter(person__in=[owner, support])
    assert mail.person == owner and "keep.invoice" in mail.body and "/desk/platform/" in mail.body
    client.force_login(owner)
    # The desk tells of the last sweep, so that one of right now is needed.
    assert main(["keep"]) == 1
    assert "could not keep every rule" in client.get("/desk/").content.decode()
    page = client.get("/desk/platform/").content.decode()
    assert "IntegrityError.23514" in page and "keep.invoice" in page


def test_the_command_says_which(stuck: None, capsys: pytest.CaptureFixture[str]) -> None:
    due()
    assert main(["keep"]) == 1
    told = capsys.readouterr()
    assert "Gone by keep.payment" in told.out
    assert "Not kept: keep.invoice (invoice): IntegrityError.23514." in told.err
    assert "Ada" not in told.err and "Traceback" not in told.err


def test_nobody_is_told_of_a_sweep_that_keeps_all() -> None:
    due()
    make.staff("owner")
    assert main(["keep"]) == 0
    assert not Entry.objects.filter(event="keep.failed").exists()
    assert not Message.objects.exists()
