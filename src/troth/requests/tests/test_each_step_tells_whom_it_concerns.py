"""What staff do with a request is mailed to whoever asked, in one transaction with the step."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.gates.models import ConsentEvent
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.requests.ask import ask
from troth.requests.models import AnswerTemplate, RightsRequest
from troth.requests.verify import verify
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make.in_force("websoftmaster")
    client = Client()
    client.force_login(make.staff("privacy"))
    return client


def take(desk: Client, request: RightsRequest, step: str, **typed: object) -> bytes:
    address = f"/desk/requests/{request.pk}/{step}/"
    return desk.post(address, typed, follow=True).content


def test_removal_from_public_pages_is_done_or_the_reason_is_told(desk: Client) -> None:
    person = make.person()
    done = ask(person, "unpublish", at=timezone.now())
    take(desk, done, "carry-out", text="It is gone.")
    refused = ask(person, "unpublish", at=timezone.now())
    take(desk, refused, "refuse", reason="Others have quoted you; {name} stays there.")
    first, second = Message.objects.order_by("pk")
    assert first.body == "It is gone."
    assert "Others have quoted you; {name} stays there." in second.body
    assert "supervisory authority" in second.body
    assert first.address == second.address == person.email


def test_a_hand_over_reaches_the_reseller_and_whoever_asked(desk: Client) -> None:
    reseller = make.account()
    Account.objects.filter(pk=reseller.pk).update(reseller=True, company="Resale Ltd")
    request = ask(
        None, "erase", at=timezone.now(), channel="email", sender="x@y.example", text="Erase X."
    )
    assert b"Resale Ltd" in desk.get(f"/desk/requests/{request.pk}/hand-over/").content
    take(desk, request, "hand-over", reseller=reseller.pk)
    told, theirs = Message.objects.order_by("pk")
    assert (told.address, told.account) == ("x@y.example", reseller)
    assert "Resale Ltd" in told.body
    assert theirs.person == make.owner(reseller)
    assert "Erase X." in theirs.body and "x@y.example" in theirs.body
    request.refresh_from_db()
    assert (request.state, request.sender, request.text) == ("handed over", "", "")


def test_a_stranger_is_answered_and_leaves_nothing(desk: Client) -> None:
    request = ask(None, "erase", at=timezone.now(), channel="email", sender="x@y.example")
    take(desk, request, "refuse", reason="We do not know you.")
    deliver_waiting(at=timezone.now())
    assert mail.outbox[-1].to == ["x@y.example"]
    assert not Message.objects.exists()


def test_a_proof_is_asked_for_at_the_registered_address(desk: Client) -> None:
    person = make.person()
    request = ask(person, "access", at=timezone.now(), channel="email", sender="x@y.example")
    assert b"Carry it out" not in desk.get(f"/desk/requests/{request.pk}/").content
    take(desk, request, "ask-for-proof")
    assert Message.objects.get().address == person.email


def test_every_step_leaves_its_line(desk: Client) -> None:
    request = ask(None, "access", at=timezone.now(), channel="email", sender="x@y.example")
    take(desk, request, "ask-back", question="Which account is it?")
    take(desk, request, "ask-for-proof")
    page = take(desk, request, "verify", by="questions", email=make.person().email).decode()
    steps = page.partition("Steps so far")[2]
    lines = ("Asked", "Question sent", "Proof asked for", "Identity verified")
    assert [steps.count(f"<span>{line}<") for line in lines] == [1, 1, 1, 1]


def test_a_step_that_cannot_be_taken_says_so(desk: Client) -> None:
    request = ask(make.person(), "access", at=timezone.now())
    here = f"/desk/requests/{request.pk}/"
    for step in ("pause", "resume", "extend", "verify"):
        assert b"This cannot be done now" in desk.get(f"{here}{step}/").content
    assert b"No account is marked as a reseller" in desk.get(f"{here}hand-over/").content


def test_a_question_stops_the_clock_where_the_policy_says_so() -> None:
    make.in_force(make.patient())
    desk = Client()
    desk.force_login(make.staff("privacy"))
    person = make.person()
    request = ask(person, "erase", at=timezone.now(), channel="letter")
    take(desk, request, "ask-for-proof")
    request.refresh_from_db()
    assert request.paused_for == "waiting-for-proof"
    take(desk, request, "verify", by="government-id")
    request.refresh_from_db()
    assert request.paused_at is None
    take(desk, request, "extend", reason="There are many records.")
    request.refresh_from_db()
    assert request.extended_because == "There are many records."
    assert "There are many records." in Message.objects.latest("pk").body
    page = desk.get(f"/desk/requests/{request.pk}/").content
    assert b"Clock stopped" in page and b"Deadline extended" in page


def test_an_objection_and_a_restriction_are_carried_out(desk: Client) -> None:
    person = make.owner(make.account())
    request = ask(person, "object", at=timezone.now(), channel="phone")
    take(desk, request, "carry-out", text="Done.")
    assert ConsentEvent.objects.filter(person=person, kind="objected").exists()
    make.in_force("soffront", at=timezone.now())
    desk.force_login(make.staff("privacy"))
    request = ask(person, "restrict", at=timezone.now(), channel="email")
    verify(request, "registered-email", at=timezone.now())
    take(desk, request, "carry-out", text="Done.")
    person.refresh_from_db()
    assert person.restricted_at and Account.objects.get().restricted_at


def test_the_providers_own_wording_is_filled_in_and_nothing_in_it_runs(desk: Client) -> None:
    person = make.person("{provider} {{ 7|add:7 }}")
    text = "Dear {name}, {% now 'Y' %} {{ 7|add:7 }} {unknown} {right}"
    address = "/desk/wordings/done/rectify/en/"
    assert desk.get(address).status_code == 200
    desk.post(address, {"text": text})
    request = ask(person, "rectify", at=timezone.now())
    form = desk.get(f"/desk/requests/{request.pk}/carry-out/").context["form"]
    assert form["text"].initial == (
        "Dear {provider} {{ 7|add:7 }}, {% now 'Y' %} {{ 7|add:7 }} {unknown} correction of data"
    )
    desk.post(address, {"text": ""})
    assert not AnswerTemplate.objects.exists()
    assert desk.get("/desk/wordings/").status_code == 200
    assert desk.get("/desk/wordings/done/nonsense/en/").status_code == 404


@pytest.mark.parametrize("typed", ["", " \n", "a\0b", "a" * 10_001])
def test_bad_answers_are_said_on_the_field(desk: Client, typed: str) -> None:
    request = ask(make.person(), "rectify", at=timezone.now())
    page = take(desk, request, "carry-out", text=typed)
    assert b"Please check the form" in page
    assert not Message.objects.exists()
    assert RightsRequest.objects.get().state == "open"


def test_a_deadline_that_has_passed_is_not_extended(desk: Client) -> None:
    make.in_force(make.patient(), at=timezone.now())
    request = ask(make.person(), "erase", at=timezone.now() - timedelta(days=60))
    desk.force_login(make.staff("privacy"))
    page = take(desk, request, "extend", reason="It is much.")
    assert b"The deadline has passed" in page and b"It is much." in page
    assert not Message.objects.exists()
