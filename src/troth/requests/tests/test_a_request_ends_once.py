"""However many act on a request, it ends once, and what it leaves is what the rule allows."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.ask_erasure import take_back as take_erasure_back
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.gates.models import Disclosure
from troth.journal.models import Entry
from troth.requests.answer import answer
from troth.requests.ask import ask
from troth.requests.hand_in_proof import hand_in_proof, opened
from troth.requests.hand_over import hand_over
from troth.requests.models import IdentityProof, RightsRequest
from troth.requests.refuse import refuse
from troth.requests.take_back import take_back
from troth.requests.verify import verify
from troth.testing import make
from troth.testing.make import NOW

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
ENDS: list[Callable[[RightsRequest], object]] = [
    lambda request: answer(request, "Done.", at=NOW),
    lambda request: refuse(request, "No.", at=NOW),
    lambda request: take_back(request, at=NOW),
]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_ends_it() -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "access", at=NOW)
    refused: list[TrothError] = []
    start = threading.Barrier(6)

    def act(end: Callable[[RightsRequest], object]) -> None:
        try:
            start.wait()
            end(request)
        except TrothError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[end]) for end in ENDS * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5
    ended = ("request.answered", "request.refused", "request.taken_back")
    assert Entry.objects.filter(event__in=ended).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["access", "rectify"])
@pytest.mark.parametrize("channel", ["phone", "chat", "email"])
def test_nothing_is_told_before_it_is_sure_who_asks(right: str, channel: str) -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), right, at=NOW, channel=channel)
    with pytest.raises(TrothError, match="First verify"):
        answer(request, "Here it is.", at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_refusal_has_its_reason_and_an_answer_its_text(text: str) -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "access", at=NOW)
    with pytest.raises(TrothError):
        refuse(request, text, at=NOW)
    with pytest.raises(TrothError):
        answer(request, text, at=NOW)
    assert RightsRequest.objects.get().state == "open"


@pytest.mark.django_db
def test_of_nobody_known_nothing_stays() -> None:
    make.in_force("softsys")
    request = ask(None, "erase", at=NOW, channel="email", sender="x@y.example", text="I am X")
    RightsRequest.objects.update(mail_id="<1@y.example>")
    refuse(request, "We do not know you.", at=NOW + timedelta(days=5))
    request.refresh_from_db()
    assert (request.sender, request.text, request.answer, request.mail_id) == ("", "", "", None)
    assert Entry.objects.get(event="request.refused").counts["late"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_proof_is_destroyed_with_the_decision() -> None:
    make.in_force("websoft")
    request = ask(make.person(), "erase", at=NOW, channel="email")
    proof = hand_in_proof(request, PNG, at=NOW)
    name = str(proof.file.name)
    with proof.file.open() as stored:
        assert PNG not in stored.read()
    assert opened(IdentityProof.objects.get()) == PNG
    refuse(request, "This is somebody else.", at=NOW)
    assert not IdentityProof.objects.exists()
    assert not default_storage.exists(name)
    assert Entry.objects.get(event="request.refused").counts["proofs_destroyed"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "document", [b"", b"<html>", b"MZ\x90\x00", b"GIF89a\x01\x00", b"\x89PNG" + b"0" * 10_485_757]
)
def test_other_documents_are_refused(document: bytes) -> None:
    make.in_force("websoft")
    request = ask(make.person(), "erase", at=NOW, channel="email")
    with pytest.raises(TrothError, match="Please send a picture|larger than 10 MB"):
        hand_in_proof(request, document, at=NOW)


@pytest.mark.django_db
def test_no_document_is_taken_where_the_policy_asks_for_none() -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "access", at=NOW, channel="phone")
    with pytest.raises(TrothError, match="does not ask for a document"):
        hand_in_proof(request, PNG, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["access", "rectify", "erase", "object"])
def test_a_resellers_customer_is_handed_over(right: str) -> None:
    make.in_force("websoftmaster")
    channel = "ticket" if right == "object" else "email"
    request = ask(None, right, at=NOW, channel=channel, sender="x@y.example")
    account = make.account()
    with pytest.raises(TrothError, match="not a reseller"):
        hand_over(request, account, at=NOW)
    Account.objects.filter(pk=account.pk).update(reseller=True)
    account.refresh_from_db()
    done = hand_over(request, account, at=NOW)
    assert (done.state, done.rule) == ("handed over", f"right.reseller-customer-{right}")
    assert Entry.objects.get(event="request.handed_over").rule == done.rule
    assert not Disclosure.objects.exists()  # of nobody known there is no register


@pytest.mark.django_db
def test_what_a_reseller_gets_of_somebody_known_stands_in_the_register() -> None:
    make.in_force("websoftmaster")
    person = make.person()
    reseller = make.account()
    Account.objects.update(reseller=True)
    reseller.refresh_from_db()
    hand_over(ask(person, "access", at=NOW), reseller, at=NOW)
    row = Disclosure.objects.get()
    assert (row.subject_id, row.recipient) == (person.pk, "reseller")
    assert row.rule == "right.reseller-customer-access"


@pytest.mark.django_db
def test_an_erasure_answers_its_request_and_ends_the_others() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    request = ask_erasure(person, at=NOW)
    ask(person, "export", at=NOW)
    assert (request.right, request.rule) == ("erase", "right.erase")
    erasure = erase(person, at=NOW + timedelta(days=2))
    assert erasure.complete
    events = Entry.objects.filter(event__startswith="request.").values_list("event", "rule")
    assert ("request.answered", "right.erase") in events
    assert ("request.taken_back", "right.export") in events
    assert not RightsRequest.objects.exists()


@pytest.mark.django_db
def test_an_erasure_is_done_under_the_rule_that_it_was_asked_by() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    request = ask(person, "erase", at=NOW, channel="registered-email")
    assert request.rule == "right.erase-inactive"
    erase(person, at=NOW)
    assert Entry.objects.get(event="person.erased").rule == request.rule


@pytest.mark.django_db(transaction=True)
def test_one_that_goes_with_its_account_is_written_down() -> None:
    make.in_force("websoft")
    account = make.account(at=NOW - timedelta(days=800))
    Account.objects.update(cancelled_at=NOW - timedelta(days=400))
    request = ask(make.owner(account), "erase", at=NOW, channel="email")
    keep(on=NOW.date(), at=NOW)
    assert not Account.objects.exists() and not RightsRequest.objects.exists()
    entry = Entry.objects.get(event="request.ended")
    assert entry.rule == request.rule and entry.counts == {"request": request.pk}


@pytest.mark.django_db(transaction=True)
def test_one_of_somebody_who_goes_along_with_another_is_written_down() -> None:
    make.in_force("websoft")
    account, friend = make.account(), make.person()
    make.trusted(account, friend)
    request = ask(friend, "access", at=NOW)
    erase(make.owner(account), at=NOW)
    later = NOW + timedelta(days=8)  # a login of one's own has a week to come to another account
    keep(on=later.date(), at=later)
    assert not Person.objects.exists() and not RightsRequest.objects.exists()
    entry = Entry.objects.get(event="request.ended")
    assert (entry.subject, entry.counts) == (friend.pseudonym, {"request": request.pk})


@pytest.mark.django_db
@pytest.mark.parametrize("there", ["in the list of requests", "on the page of erasure"])
def test_a_request_for_erasure_that_is_taken_back_spares_the_person(there: str) -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    request, other = ask_erasure(person, at=NOW), ask(person, "export", at=NOW)
    if there == "in the list of requests":
        take_back(request, at=NOW)
    else:
        take_erasure_back(person, at=NOW)
    request.refresh_from_db()
    other.refresh_from_db()
    assert (request.state, other.state) == ("taken back", "open")
    assert not Person.objects.filter(erasure_asked_at__isnull=False).exists()
    assert not Account.objects.filter(erasure_asked_at__isnull=False).exists()


@pytest.mark.django_db
def test_each_of_two_requests_for_the_same_is_proved_and_ends_by_itself() -> None:
    make.in_force("websoftmaster")
    person = make.person()
    first = ask(person, "access", at=NOW)
    second = ask(None, "access", at=NOW, channel="phone", sender="+31 20 000 0000")
    verify(second, "questions", at=NOW, person=person)
    answer(second, "Here it is.", at=NOW)
    first.refresh_from_db()
    assert first.state == "open"
