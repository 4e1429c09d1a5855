"""A request names whose data is meant; where it is somebody else's, that of who asks stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.mark_reseller import mark_reseller
from troth.accounts.models import Person
from troth.copies.models import Copy
from troth.core.errors import TrothError
from troth.desk.answers import ANSWERS
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.erase import erase
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.requests.answer_by_hand import answer_by_hand
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.say_whose import say_whose
from troth.requests.take_back import take_back
from troth.requests.verify import verify
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

JANE = "Jane Roe, jane-roe.example"
ASK = "/privacy-centre/requests/ask/"


@pytest.fixture
def reseller() -> Person:
    make.in_force("websoftmaster")
    account = make.full_account()
    mark_reseller(account, True, at=make.NOW, by=make.staff())
    return make.verified(make.owner(account))


def asks(reseller: Person, right: str = "erase") -> RightsRequest:
    sent = signed_in(reseller).post(ASK, {"right": right, "about": "anothers", "whose": JANE})
    return RightsRequest.objects.get(pk=sent.headers["Location"].split("/")[-2])


def test_a_customer_of_a_reseller_is_seen_to_by_hand_within_the_resellers_time(
    reseller: Person,
) -> None:
    request = asks(reseller)
    assert (request.rule, request.whose) == ("right.reseller-erase", JANE)
    privacy = signed_in(make.staff("privacy"))
    page = privacy.get(f"/desk/requests/{request.pk}/").content.decode()
    assert f"About the data of {JANE}" in page

    privacy.post(f"/desk/requests/{request.pk}/carry-out/", {"done": "Her domain is gone."})

    request.refresh_from_db()
    assert (request.state, request.answer) == ("done", "Her domain is gone.")
    assert Person.objects.filter(pk=reseller.pk).exists()
    told = Message.objects.get(person=reseller, subject__startswith="Your request")
    assert JANE in told.body and "Her domain is gone." in told.body
    assert JANE in signed_in(reseller).get(f"/privacy-centre/requests/{request.pk}/").text


@pytest.mark.parametrize("right", ANSWERS)
def test_no_act_of_staff_reaches_who_asks(reseller: Person, right: str) -> None:
    request = ask(reseller, right, at=make.NOW, whose=JANE, rule=f"right.{right}")
    carried_out = {"text": "Done.", "format": "json", "consents": "marketing"}
    signed_in(make.staff("privacy")).post(f"/desk/requests/{request.pk}/carry-out/", carried_out)
    person = Person.objects.get(pk=reseller.pk)
    assert person.restricted_at is None and not Copy.objects.exists()
    assert not Entry.objects.filter(event__startswith="consent.").exists()
    with pytest.raises(TrothError, match="someone else’s data"):
        carry_out_erasure(request, "Done.", at=make.NOW)


def test_staff_say_at_the_desk_whose_is_meant(reseller: Person) -> None:
    privacy = signed_in(make.staff("privacy"))
    form = {"rule": "right.reseller-erase", "channel": "email", "text": f"Remove {JANE}."}
    form |= {"customer": reseller.email, "came_on": timezone.now().date().isoformat()}
    assert "This field is required" in privacy.post("/desk/requests/new/", form).text
    privacy.post("/desk/requests/new/", form | {"about": "own"})
    request = RightsRequest.objects.get()
    verify(request, "registered-email", at=make.NOW, by_link=True)
    page = privacy.post(f"/desk/requests/{request.pk}/say-whose/", {"about": "anothers"})
    assert "Say whose data it is." in page.text
    privacy.post(f"/desk/requests/{request.pk}/say-whose/", {"about": "anothers", "whose": JANE})
    request.refresh_from_db()
    assert request.whose == JANE
    assert Entry.objects.filter(event="request.whose_said", subject=reseller.pseudonym).exists()
    assert "Answer what was done" in privacy.get(f"/desk/requests/{request.pk}/").text


def test_ones_own_erasure_and_anothers_go_their_ways(reseller: Person) -> None:
    anothers, own = asks(reseller), ask_erasure(reseller, at=make.NOW)
    assert anothers.pk != own.pk and asks(reseller).pk == anothers.pk
    client = signed_in(reseller)
    assert f"/requests/{own.pk}/" in client.get("/privacy-centre/erase/").text
    client.post("/privacy-centre/erase/take-back/")
    anothers.refresh_from_db()
    assert anothers.state == "open"
    erase(reseller, at=make.NOW)
    ended = Entry.objects.filter(counts__request=anothers.pk).order_by("pk").last()
    assert ended and ended.event == "request.taken_back"


def test_an_erasure_that_a_hold_stops_goes_on_when_anothers_is_taken_back(
    reseller: Person,
) -> None:
    anothers = asks(reseller)
    Person.objects.filter(pk=reseller.pk).update(erasure_asked_at=make.NOW)
    take_back(anothers, at=make.NOW)
    assert Person.objects.get(pk=reseller.pk).erasure_asked_at


def test_an_answer_by_hand_has_its_words(reseller: Person, client: Client) -> None:
    with pytest.raises(TrothError, match="Say what was done"):
        answer_by_hand(asks(reseller), " \n", at=timezone.now() + timedelta(days=1))


def test_a_report_that_somebody_is_too_young_names_them() -> None:
    make.in_force("ispsystem")
    rule = "right.report-minor"
    with pytest.raises(TrothError, match="Say whose data is meant"):
        ask(None, "report-minor", at=make.NOW, channel="letter", rule=rule)
    request = ask(None, "report-minor", at=make.NOW, channel="letter", rule=rule, whose=JANE)
    with pytest.raises(TrothError, match="Say whose data is meant"):
        say_whose(request, "", at=make.NOW)
