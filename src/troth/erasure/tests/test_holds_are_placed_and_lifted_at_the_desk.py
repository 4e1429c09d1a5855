"""Staff place holds with a reason and a day of review, see what is due, keep and lift them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from troth.erasure.models import ForgetRequest, Hold
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    make.in_force("softsys")
    client = Client()
    client.force_login(make.staff("billing"))
    return client


def typed(**changed: object) -> dict[str, object]:
    tomorrow = (timezone.now() + timedelta(days=1)).date()
    return {"records": ["invoice"], "reason": "An audit", "review_on": tomorrow} | changed


def test_a_hold_is_placed_on_an_account_or_a_person_and_lifted_once(desk: Client) -> None:
    account = make.account()
    for subject in (f" #{account.pk}", make.owner(account).email.upper()):
        assert desk.post("/desk/holds/new/", typed(subject=subject))["Location"] == "/desk/holds/"
    first, second = Hold.objects.order_by("pk")
    assert (first.subject_id, second.subject_id) == (account.pk, make.owner(account).pk)
    assert first.owner == "A Colleague"
    # Never by one click in the list: what fell due goes the same night.
    lifts = f'action="/desk/holds/{first.pk}/lift/"'
    assert lifts not in desk.get("/desk/holds/").text
    assert lifts in desk.get(f"/desk/holds/{first.pk}/").text
    for _ in range(2):
        assert desk.post(f"/desk/holds/{first.pk}/lift/").status_code == 302
    assert Hold.objects.filter(lifted_at=None).get() == second


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "nobody@mail.example"},
        {"subject": "9" * 30},
        {"subject": "\0"},
        {"records": ["everything-else"]},
        {"reason": "a" * 301},
        {"review_on": "1899-01-01"},
        {"review_on": "soon"},
    ],
)
def test_what_is_wrong_is_said(desk: Client, wrong: dict[str, object]) -> None:
    page = desk.post("/desk/holds/new/", typed(subject=make.account().pk) | wrong)
    assert b"Please check the form" in page.content
    assert not Hold.objects.exists()


def test_what_is_due_for_review_stands_out(desk: Client) -> None:
    Hold.objects.create(
        subject=make.account(),
        records=["*"],
        reason="An audit",
        owner="A Colleague",
        review_on=timezone.now().date(),
        placed_at=timezone.now(),
    )
    assert b"card overdue" in desk.get("/desk/holds/").content
    assert b"1 hold is due for review" in desk.get("/desk/").content


def test_a_hold_that_was_looked_at_stays_until_another_day(desk: Client) -> None:
    desk.post("/desk/holds/new/", typed(subject=make.account().pk, records=["invoice", "ticket"]))
    placed = Hold.objects.get()
    here, today = f"/desk/holds/{placed.pk}/", timezone.now().date()
    page = desk.get("/desk/holds/").content.decode()
    assert here in page and "Invoices, their lines and the party they were issued to" in page
    assert b"in the future" in desk.post(here, {"review_on": today}).content
    later = today + timedelta(days=90)
    for _ in range(2):
        assert desk.post(here, {"review_on": later})["Location"] == "/desk/holds/"
    assert Hold.objects.get().review_on == later
    noted = Entry.objects.get(event="hold.reviewed")
    assert noted.counts["records"] == ["invoice", "ticket"]
    assert noted.counts["review"] == later.isoformat()
    desk.post(f"{here}lift/")
    assert desk.post(here, {"review_on": later}).status_code == 404


def test_who_may_not_hold_may_not(desk: Client) -> None:
    desk.force_login(make.staff("support"))
    assert b"/desk/holds/" not in desk.get("/desk/").content
    for path in ("/desk/holds/", "/desk/holds/new/", "/desk/recipients/forget/"):
        assert desk.get(path).status_code == 403


def test_a_recipient_told_by_hand_is_noted_once(desk: Client) -> None:
    now = timezone.now()
    first, second, later = (
        ForgetRequest.objects.create(
            recipient="registry",
            reference=f"ref-{day}",
            receipt=uuid4(),
            asked_at=now + timedelta(days=day),
            next_at=now,
            state=ForgetRequest.State.BY_HAND,
        ).pk
        for day in (0, 0, 1)
    )
    page = desk.get("/desk/recipients/forget/").content.decode()
    assert page.count("ref-0") == 2 and page.count("Told to forget") == 2
    for _ in range(2):
        there = desk.post(
            "/desk/recipients/forget/told/", {"told": [first, second, "x"]}, follow=True
        )
    assert "ref-0" not in there.content.decode() and "ref-1" in there.content.decode()
    assert Entry.objects.get(event="recipient.forgot").counts == {"requests": 2}
    assert ForgetRequest.objects.get(state="by hand").pk == later


def test_the_sweep_is_foreseen_when_asked(desk: Client) -> None:
    assert b"See what it would remove" in desk.get("/desk/platform/").content
    assert b"Nothing is due" in desk.get("/desk/platform/?tonight").content
