"""Rows that name somebody by their confirmed address, and by no key, go with them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from troth.accounts.models import Account, Invitation, Person
from troth.erasure.erase import erase
from troth.erasure.events import REQUEST_ENDED
from troth.erasure.foresee import foresee, preview
from troth.erasure.hold import hold, release
from troth.erasure.keep import keep
from troth.erasure.receipt import receipt
from troth.erasure.restore import restore_erasures
from troth.erasure.tests import canary
from troth.files.doom import delete_doomed
from troth.journal.checkpoint import checkpoint
from troth.journal.export import mirror
from troth.journal.models import Entry
from troth.journal.rejoin import rejoin
from troth.messaging.deliver import deliver, deliver_waiting
from troth.messaging.models import Message
from troth.people.accept import accept
from troth.people.invite import invite
from troth.people.withdraw_invitation import withdraw_invitation
from troth.policy.shipped import shipped
from troth.requests.hand_in_proof import hand_in_proof
from troth.requests.models import IdentityProof, RightsRequest
from troth.requests.take_in import take_in
from troth.requests.tell import tell
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.backup import back_up, restore

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = make.NOW.date()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def customer() -> Person:
    return make.verified(make.owner(make.full_account()))


def offer(account: Account, email: str, *, days: int = 0) -> Invitation:
    """An invitation of an account's owner, made so many days ago."""
    then = make.NOW - timedelta(days=days)
    return invite(account, email, ["support"], by=make.owner(account), at=then)[0]


def named_by_address(email: str) -> Account:
    """Everything that may name an address alone; the account that has invited it."""
    other = make.account()
    withdrawn = offer(other, email, days=30)
    withdraw_invitation(withdrawn, by=make.owner(other), at=make.NOW - timedelta(days=29))
    offer(other, email, days=10)  # lapsed
    offer(other, email)
    make.inquiry(email)
    make.inquiry(email.upper(), closed=make.NOW)
    take_in(
        email,
        f"I am {email}: delete my data.",
        mail_id="<1@mail>",
        asked_at=make.NOW,
        at=make.NOW,
        genuine=False,
    )
    reseller = make.account()
    request = RightsRequest.objects.get()
    tell(request, "We have passed it on.", at=make.NOW, account=reseller)
    return other


# Of messages, what has been written with each invitation and to each request.
COUNTS = {"membership": 3, "message": 5, "request": 1, "inquiry": 2}


@pytest.mark.parametrize("name", shipped())
def test_what_names_an_address_alone_goes_and_is_told(name: str) -> None:
    make.in_force(name)
    person = customer()
    other = named_by_address(person.email)
    others = offer(other, "somebody@elsewhere.example"), make.inquiry()
    foreseen = preview(person, at=make.NOW).as_counts()

    erasure = erase(person, at=make.NOW)

    assert erasure.counts == foreseen
    assert erasure.counts["addressed"] == COUNTS
    deliver_waiting(at=make.NOW)  # the receipt was on its way
    assert person.email not in canary.dump().lower()
    assert (Invitation.objects.get(), Inquiry.objects.get()) == others
    checkpoint(at=make.NOW)
    told = [line.text for line in receipt(erasure.receipt, at=make.NOW).gone]
    assert sum("found by your e-mail address" in text for text in told) == len(COUNTS)
    ended = Entry.objects.filter(event=REQUEST_ENDED, subject=None)
    assert ended.count() == 1


def test_the_address_of_whoever_asked_to_be_let_in_goes(client: Client) -> None:
    make.in_force("websoft")
    person = customer()
    typed = {"email": person.email.upper(), "address": "new@mail.example", "text": "Let me in."}
    client.post("/recover/", typed)
    request = RightsRequest.objects.get()
    assert person.email not in request.text and request.signs_in_as == person.email
    # A rule that asks for a document.
    RightsRequest.objects.filter(pk=request.pk).update(rule="right.billing-details")
    hand_in_proof(request, PNG, at=make.NOW)
    assert [path for path in canary.files() if "proofs" in path.parts]

    erase(person, at=make.NOW)
    delete_doomed()
    assert not RightsRequest.objects.exists() and not IdentityProof.objects.exists()
    assert not [path for path in canary.files() if "proofs" in path.parts]


def test_an_address_that_was_never_confirmed_leads_nowhere() -> None:
    make.in_force()
    person = make.owner(make.full_account())
    named_by_address(person.email)
    erasure = erase(person, at=make.NOW)
    assert "addressed" not in erasure.counts
    assert (Invitation.objects.count(), Inquiry.objects.count()) == (3, 2)
    assert Message.objects.filter(address=person.email).exists()


@pytest.mark.parametrize("records", [["membership", "message"], ["*"]])
def test_what_a_hold_on_another_account_covers_stays(records: list[str]) -> None:
    make.in_force()
    person = customer()
    named_by_address(person.email)
    for account in Account.objects.exclude(memberships__person=person):
        hold(
            account,
            records=records,
            reason="a law suit",
            owner="legal",
            review_on=date(2040, 1, 1),
            at=make.NOW,
        )
    foreseen = preview(person, at=make.NOW).as_counts()
    erasure = erase(person, at=make.NOW)
    assert erasure.counts == foreseen
    assert erasure.counts["addressed"] == {"message": 4, "request": 1, "inquiry": 2}
    assert Invitation.objects.filter(email=person.email).count() == 3
    assert Message.objects.filter(address=person.email, person=None).exists()


def test_what_a_hold_on_the_person_covers_stays() -> None:
    make.in_force()
    person = customer()
    named_by_address(person.email)
    hold(
        person,
        records=["inquiry"],
        reason="a law suit",
        owner="legal",
        review_on=date(2040, 1, 1),
        at=make.NOW,
    )
    erasure = erase(person, at=make.NOW)
    assert "inquiry" not in erasure.counts["addressed"] and Inquiry.objects.count() == 2
    assert "inquiry" in erasure.counts["on_hold"]
    assert not Invitation.objects.filter(email=person.email).exists()


def test_an_invitation_that_was_accepted_stays_without_its_address() -> None:
    make.in_force("ispsystem")
    person = customer()
    accepted = offer(make.account(), person.email)
    accept(accepted, person, at=make.NOW)
    erasure = erase(person, at=make.NOW)
    accepted.refresh_from_db()
    assert (accepted.email, accepted.accepted_at) == ("", make.NOW)
    assert "membership" not in erasure.counts.get("addressed", {})


def test_the_sweep_follows_addresses_too_and_foresees_it() -> None:
    make.in_force()
    person = customer()
    named_by_address(person.email)
    review = TODAY.replace(year=2030)
    placed = hold(person, records=["*"], reason="r", owner="o", review_on=review, at=make.NOW)
    erase(person, at=make.NOW)
    deliver(Message.objects.latest("pk").pk, at=make.NOW)  # the receipt of what was not held
    release(placed, at=make.NOW)
    foreseen = foresee(on=TODAY, at=make.NOW).tally()
    kept = keep(on=TODAY, at=make.NOW)
    done = {record: rows for t in kept.by_rule.values() for record, rows in t.addressed.items()}
    assert done == dict(foreseen.addressed) == COUNTS
    assert not Inquiry.objects.exists() and not Invitation.objects.exists()


def test_a_restored_backup_is_cleaned_of_addresses(tmp_path: Path) -> None:
    make.in_force()
    person = customer()
    named_by_address(person.email)
    backup = back_up(tmp_path / "backup.sql")
    erase(person, at=make.NOW)
    checkpoint(at=make.NOW)
    mirror(settings.JOURNAL_COPY)
    restore(backup)
    assert Inquiry.objects.exists()
    rejoin(settings.JOURNAL_COPY, at=make.NOW)
    restore_erasures(0, at=make.NOW)
    assert person.email not in canary.dump().lower()
