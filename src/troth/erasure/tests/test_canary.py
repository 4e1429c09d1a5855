"""No canary of an erased column is anywhere after an erasure; kept ones are where the plan said.

Every column that holds personal data has one in every row, whatever its type; see `canary.py`.
"""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import CharField, FloatField

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice
from troth.copies.export import export
from troth.erasure.erase import erase
from troth.erasure.forget import forgotten, tell_recipients
from troth.erasure.keep import keep
from troth.erasure.models import ForgetRequest
from troth.erasure.tests import canary
from troth.journal.checkpoint import checkpoint
from troth.messaging.deliver import deliver_waiting
from troth.policy.declare import declarations
from troth.policy.shipped import shipped
from troth.publishing.running import plan_on, policy_on
from troth.requests.mailbox.delete_mails import delete_mails
from troth.requests.models import DoomedMail
from troth.services.models import Service
from troth.testing import make
from troth.wall.tests.every_row import with_every_row

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "qcnry"
IN_A_LIFETIME = make.NOW + timedelta(days=80 * 366)


def someone_with_everything() -> Person:
    """A customer with a row in every table that is about somebody, and a file of each kind."""
    account = with_every_row()
    made = make.ticket(account, attachment=b"of a ticket")
    made.closed_at = make.NOW
    made.save()
    # Its reference is all that a recipient's call holds, and nobody's any more.
    ForgetRequest.objects.create(
        recipient="registry",
        reference="r",
        receipt=account.pseudonym,
        asked_at=make.NOW,
        next_at=make.NOW,
    )
    DoomedMail.objects.create(number="<1@mail>", arrived_at=make.NOW, doomed_at=make.NOW)
    cache.clear()
    return make.owner(account)


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


def filled(person: Person) -> list[canary.Place]:
    """The places of all canaries, which are where they were put; an export was made meanwhile."""
    places = canary.fill(TOKEN)
    assert canary.blank(places) == []
    change_in_the_admin(Account.objects.get())
    formats = policy_on(make.NOW.date()).tables.right["export"].formats
    export(person, io.BytesIO(), format=formats[0], at=make.NOW)
    assert canary.left(places, canary.dump()) == set(places), "the canary was not written"
    assert any(TOKEN.encode() in content for content in canary.files().values())
    return places


def recipients_answer() -> None:
    """Those that are installed by themselves, the others by hand; the last mail goes out."""
    deliver_waiting(at=make.NOW)
    tell_recipients(at=make.NOW)
    for request in ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND):
        forgotten([request.pk], at=make.NOW)
    delete_mails(at=make.NOW)
    checkpoint(at=make.NOW)


def stored() -> set[str]:
    """The canaries in the names and the contents of files, and in the server's log."""
    everything = (
        part for path, content in canary.files().items() for part in (str(path).encode(), content)
    )
    tokens = re.compile(rb"%b\d{4}z" % TOKEN.encode())
    return {token.decode() for part in everything for token in tokens.findall(part)}


@pytest.mark.parametrize("name", shipped())
def test_nothing_erased_is_left(name: str, caplog: pytest.LogCaptureFixture) -> None:
    make.in_force(name)
    person = someone_with_everything()
    places = filled(person)
    kept = kept_places(places, person)

    erase(person, at=make.NOW)
    recipients_answer()

    text = canary.dump()
    assert canary.left(places, text) == kept
    assert set(re.findall(rf"{TOKEN}\d{{4}}z", text)) <= {place.label for place in kept}
    assert stored() == {p.label for p in kept if p.column == "attachment"}
    assert TOKEN not in caplog.text

    kept_on = keep(on=IN_A_LIFETIME.date(), at=make.NOW)

    assert kept_on.failed == []
    assert canary.left(places, canary.dump()) == set()
    assert stored() == set()
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("name", shipped())
def test_nothing_is_left_when_all_clocks_have_run(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    make.in_force(name)
    person = someone_with_everything()
    Service.objects.update(ended_at=make.NOW)
    Account.objects.update(cancelled_at=make.NOW)
    places = filled(person)

    assert keep(on=IN_A_LIFETIME.date(), at=make.NOW).failed == []
    recipients_answer()

    assert canary.left(places, canary.dump()) == set()
    assert stored() == set()
    assert TOKEN not in caplog.text


def kept_places(places: list[canary.Place], person: Person) -> set[canary.Place]:
    """What the plan says stays: the tables of its steps that keep rows, with their parts."""
    plan = plan_on(make.NOW.date())
    stays = {step.record for step in plan.removals["accounts_account"].steps if step.ends}
    tables = {extract.table for extract in plan.extracts if extract.record in stays}
    return {p for p in places if p.table in tables and not _names(p, person)}


def _names(place: canary.Place, person: Person) -> bool:
    """Whether a cell names a person whom its row only mentions."""
    data: Any = declarations()[place.model]
    rows = place.model._default_manager.filter(pk=place.key)
    return any(
        place.column in columns and rows.filter(**{key: person.pk}).exists()
        for key, columns in data.mentions.items()
    )


def test_every_column_that_holds_personal_data_has_a_canary() -> None:
    make.in_force()
    someone_with_everything()
    places = canary.fill(TOKEN)
    wanted = {(model, column) for model, columns in canary.watched().items() for column in columns}
    assert wanted == {(place.model, place.column) for place in places}
    assert canary.blank(places) == []
    labels = [place.label for place in places if place.label]
    assert len(set(labels)) == len(labels)


def test_a_column_of_an_unknown_type_fails_by_name() -> None:
    field = FloatField(name="height")
    field.set_attributes_from_name("height")
    with pytest.raises(AssertionError, match="height.* needs a canary"):
        canary.value(field, "a", 1)
    assert canary.value(CharField(), "a", 1) == ("a", "a")


def test_the_recipients_were_told_and_the_reference_went() -> None:
    make.in_force()
    erase(make.owner(make.full_account()), at=make.NOW)
    assert ForgetRequest.objects.exclude(reference="").exists()
    tell_recipients(at=make.NOW)
    assert set(ForgetRequest.objects.values_list("state", "reference")) == {("done", "")}


def test_the_kept_invoice_is_as_it_was() -> None:
    make.in_force()
    account = make.full_account()
    before = Invoice.objects.values("number", "total", "party_name", "party_address").get()
    erase(make.owner(account), at=make.NOW)
    assert Invoice.objects.values("number", "total", "party_name", "party_address").get() == before
