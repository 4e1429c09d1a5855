from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from troth.accounts.models import Person
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
ASK = "/privacy-centre/requests/ask/"


def page_of(person: Person, path: str = "/privacy-centre/requests/") -> str:
    return " ".join(signed_in(person).get(path).content.decode().split())


def asked(person: Person, **changes: object) -> RightsRequest:
    made = ask(person, "information", text="Tell me all.", at=timezone.now())
    RightsRequest.objects.filter(pk=made.pk).update(**changes)
    return made


def test_asked_then_seen_with_its_deadline_and_taken_back() -> None:
    make.in_force("ispsystem")
    person = make.person()
    client = signed_in(person)
    sent = client.post(ASK, {"right": "information", "text": "Whom do you tell?"})
    made = RightsRequest.objects.get()
    assert (made.person, made.rule, made.channel) == (person, "right.information", "portal")
    assert sent["Location"] == f"/privacy-centre/requests/{made.pk}/"
    page = page_of(person, sent["Location"])
    assert "Whom do you tell?" in page and "days left" in page
    assert "days left" in page_of(person)
    for _ in range(2):
        assert client.post(f"{sent['Location']}take-back/").status_code == 302
    made.refresh_from_db()
    assert made.state == "taken back"
    assert "Taken back" in page_of(person, sent["Location"])


def test_the_same_form_twice_is_one_request_and_another_text_is_not_lost() -> None:
    make.in_force("ispsystem")
    client = signed_in(make.person())
    form = {"right": "information", "text": "Whom do you tell?\r\nAnd why?"}
    first, second = client.post(ASK, form), client.post(ASK, form)
    assert first["Location"] == second["Location"]
    third = client.post(ASK, form | {"text": "Something else."})
    assert third["Location"] == first["Location"]
    text = RightsRequest.objects.get().text
    assert text.startswith("Whom do you tell?") and text.endswith(":\nSomething else.")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "This field is required"),
        ({"right": "recover"}, "Select a valid choice"),
        ({"right": "erase", "about": "anothers"}, "Say whose data it is"),
        ({"right": "nonsense"}, "Select a valid choice"),
        ({"right": "information", "text": "x" * 5001}, "at most 5000 characters"),
        ({"right": "information", "text": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_typed_is_lost(
    form: dict[str, str], error: str
) -> None:
    make.in_force("ispsystem")
    answer = signed_in(make.person()).post(ASK, {"text": "Kept: <b>=1+1</b> ✓"} | form)
    html = answer.content.decode()
    assert answer.status_code == 200 and error in html
    assert "text" in form or "Kept: &lt;b&gt;=1+1&lt;/b&gt; ✓" in html
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"paused_at": make.NOW, "paused_for": "waiting-for-proof"}, "prove your identity"),
        (
            {"extended_at": make.NOW, "extended_because": "It is much."},
            "more time, for this reason",
        ),
        ({"due_on": date(2020, 1, 1)}, "Overdue"),
        ({"due_on": date(2020, 1, 1)}, "GDPR Art. 77"),
        ({"state": "done", "answer": "Here it is."}, "Our answer"),
        ({"state": "done", "receipt": uuid4()}, "The receipt, with its proof"),
        ({"state": "refused", "answer": "It is not yours."}, "Why we refused"),
        ({"state": "refused", "answer": "It is not yours."}, "GDPR Art. 77"),
        ({"state": "handed over"}, "The reseller has your request"),
    ],
)
def test_its_page_says_how_it_stands_and_what_to_do_next(
    changes: dict[str, object], shown: str
) -> None:
    make.in_force("ispsystem")
    person = make.person()
    closed = "state" in changes
    made = asked(person, **changes, closed_at=make.NOW if closed else None)
    page = page_of(person, f"/privacy-centre/requests/{made.pk}/")
    assert shown in page
    assert ("Withdraw the request" in page) != closed


def test_a_clock_that_stands_still_does_not_count_down() -> None:
    make.in_force("ispsystem")
    person = make.person()
    made = asked(person, paused_at=timezone.now() - timedelta(days=60), due_on=date(2020, 1, 1))
    page = page_of(person, f"/privacy-centre/requests/{made.pk}/")
    assert "Waiting for you" in page


def test_nobody_sees_or_takes_back_anothers() -> None:
    make.in_force("ispsystem")
    made = asked(make.person())
    other = signed_in(make.person())
    path = f"/privacy-centre/requests/{made.pk}/"
    assert other.get(path).status_code == 404
    assert other.post(f"{path}take-back/").status_code == 404
    made.refresh_from_db()
    assert made.state == "open"


@pytest.mark.parametrize("name", ["softsys", "websoftmaster", "soffront", "ispsystem", "websoft"])
def test_every_right_of_the_policy_has_its_way(name: str) -> None:
    make.in_force(name)
    page = page_of(make.person())
    for rule in make.policy(name).tables.right:
        assert f"#right.{rule}" in page


def test_resellers_customers_are_told_whom_to_ask() -> None:
    make.in_force("websoftmaster")
    assert "The reseller, who is the controller, answers." in page_of(make.person())


def test_removal_from_public_pages_is_asked_and_a_refusal_has_its_reason() -> None:
    make.in_force("websoftmaster")
    person = make.person()
    assert f"{ASK}?right=unpublish" in page_of(person)
    sent = signed_in(person).post(ASK, {"right": "unpublish", "text": "My post in the forum."})
    refuse(RightsRequest.objects.get(), "Others have quoted it.", at=timezone.now())
    assert "Others have quoted it." in page_of(person, sent["Location"])


def test_what_of_ones_own_has_a_page_is_done_there() -> None:
    make.in_force("ispsystem")
    sent = signed_in(make.person()).post(ASK, {"right": "erase"})
    assert sent.headers["Location"] == "/privacy-centre/erase/"
    assert not RightsRequest.objects.exists()
