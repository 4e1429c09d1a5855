"""No token of an erased column is anywhere after an erasure; kept ones are where the plan said."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice
from troth.copies.export import export
from troth.erasure.erase import erase
from troth.erasure.forget import tell_recipients
from troth.erasure.models import ForgetRequest
from troth.erasure.tests import canary
from troth.journal.checkpoint import checkpoint
from troth.policy.shipped import shipped
from troth.publishing.running import plan_on, policy_on
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "qcanary"


def someone_with_everything() -> Person:
    """A customer with a row of every record, a file and a session."""
    account = make.full_account(attachment=f"{TOKEN}file".encode())
    person = make.owner(account)
    make.disclosure(account, recipient="registry")
    make.inquiry(person.email, who=person)
    make.preferences(person)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()
    client.force_login(person)
    session = client.session
    session["last_search"] = f"{TOKEN}session"
    session.save()
    cache.clear()
    return person


def change_in_the_admin(account: Account) -> None:
    """Django's admin log gets what it gets when staff change an account."""
    staff = make.person("Staff", staff=True)
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(Account),
        object_id=str(account.pk),
        object_repr=str(account),
        action_flag=CHANGE,
        change_message='[{"changed": {"fields": ["Name"]}}]',
    )


@pytest.mark.promise("SS-09", "IS-44")
@pytest.mark.parametrize("name", shipped())
def test_nothing_erased_is_left(name: str, caplog: pytest.LogCaptureFixture) -> None:
    make.in_force(name)
    person = someone_with_everything()
    canaries = canary.fill(TOKEN)
    change_in_the_admin(Account.objects.get())
    formats = policy_on(make.NOW.date()).tables.right["export"].formats
    export(person, io.BytesIO(), format=formats[0], at=make.NOW)
    text = canary.dump()
    missing = {column for column, label in canaries.items() if label not in text}
    assert not missing, "the canary was not written"
    assert any(f"{TOKEN}file".encode() in content for content in canary.files().values())

    erase(person, at=make.NOW)
    tell_recipients(at=make.NOW)
    checkpoint(at=make.NOW)

    text = canary.dump()
    left = {column for column, label in canaries.items() if label in text}
    assert left == kept_columns(name, set(canaries))
    tokens = set(re.findall(rf"{TOKEN}\w+", text))
    assert tokens == {label for column, label in canaries.items() if column in left}
    attachments = [c for c in canary.files().values() if TOKEN.encode() in c]
    assert bool(attachments) == ("support_ticketmessage" in {table for table, _ in left})
    assert TOKEN not in caplog.text


def kept_columns(name: str, filled: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What the plan says stays: the tables of its steps that keep rows, with their parts."""
    plan = plan_on(make.NOW.date())
    stays = {step.record for step in plan.removals["accounts_account"].steps if step.ends}
    tables = {extract.table for extract in plan.extracts if extract.record in stays}
    unlinked = {
        (step.table, column)
        for step in plan.removals["accounts_person"].steps
        if step.outcome == "unlink"
        for column, _ in step.columns
    }
    return {column for column in filled if column[0] in tables} - unlinked


def test_the_recipients_were_told_and_the_reference_went() -> None:
    make.in_force()
    person = someone_with_everything()
    erase(person, at=make.NOW)
    assert ForgetRequest.objects.exclude(reference="").exists()
    tell_recipients(at=make.NOW)
    assert set(ForgetRequest.objects.values_list("state", "reference")) == {("done", "")}


def test_the_kept_invoice_is_as_it_was() -> None:
    make.in_force()
    account = make.full_account()
    before = Invoice.objects.values("number", "total", "party_name", "party_address").get()
    erase(make.owner(account), at=make.NOW)
    assert Invoice.objects.values("number", "total", "party_name", "party_address").get() == before
