"""The inbox sorts by the time left, and each of the staff sees what they answer."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.requests.ask import ask
from troth.requests.assign import assign
from troth.requests.models import RightsRequest
from troth.requests.pause import pause
from troth.requests.take_back import take_back
from troth.testing import make

pytestmark = pytest.mark.django_db


def at_the_desk(staff: Person) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def shown(staff: Person, query: str = "") -> list[tuple[int, int | None, str]]:
    lines = at_the_desk(staff).get(f"/desk/{query}").context["lines"]
    return [(line.request.pk, line.days, line.urgency) for line in lines]


def test_overdue_first_and_clocks_that_stand_by_what_was_left() -> None:
    make.in_force(make.patient())
    now = timezone.now()
    calm = ask(make.person(), "erase", at=now)
    late = ask(make.person(), "erase", at=now - timedelta(days=40))
    soon = ask(make.person(), "erase", at=now - timedelta(days=29))
    stands = ask(make.person(), "erase", at=now - timedelta(days=40), channel="letter")
    pause(stands, "waiting-for-proof", at=now - timedelta(days=20))
    take_back(ask(make.person(), "erase", at=now), at=now)
    found = shown(make.staff())
    assert [(number, urgency) for number, _, urgency in found] == [
        (late.pk, "overdue"),
        (soon.pk, "soon"),
        (stands.pk, "paused"),
        (calm.pk, ""),
    ]
    assert found[0][1] is not None and found[0][1] < 0


def test_filters() -> None:
    make.in_force("ispsystem")
    now = timezone.now()
    staff = make.staff()
    mine = ask(make.person(), "erase", at=now)
    assign(mine, staff, at=now)
    other = ask(make.person(), "access", at=now, channel="letter")
    gone = ask(make.person(), "access", at=now)
    take_back(gone, at=now)
    for query, expected in {
        "?mine=on": [mine],
        "?right=access": [other],
        "?channel=letter": [other],
        "?state=unassigned": [other],
        "?state=taken+back": [gone],
        "?state=nonsense": [mine, other],
    }.items():
        assert [number for number, *_ in shown(staff, query)] == [r.pk for r in expected], query


def test_billing_answers_what_the_policy_gives_to_billing() -> None:
    make.in_force("softsys")
    asked = ask(make.person(), "erase", at=timezone.now())
    taken = ask(make.person(), "withdraw", at=timezone.now())
    assert {number for number, *_ in shown(make.staff("privacy"))} == {asked.pk, taken.pk}
    assert [number for number, *_ in shown(make.staff("billing"))] == [asked.pk]
    assert shown(make.staff("support")) == []
    for role, number, status in (
        ("billing", asked.pk, 200),
        ("billing", taken.pk, 404),
        ("support", asked.pk, 404),
    ):
        client = at_the_desk(make.staff(role))
        assert client.get(f"/desk/requests/{number}/").status_code == status
        assert client.get(f"/desk/requests/{number}/refuse/").status_code == status
        assert client.post(f"/desk/requests/{number}/refuse/").status_code == status


def test_an_empty_inbox_says_what_to_do() -> None:
    make.in_force("softsys")
    page = at_the_desk(make.staff()).get("/desk/")
    assert b"Nobody is waiting for an answer" in page.content


def test_looking_at_a_request_stands_in_the_customers_activity() -> None:
    make.in_force("softsys")
    person = make.person()
    request = ask(person, "erase", at=timezone.now())
    staff = make.staff("billing")
    for _ in range(2):
        assert (
            person.email.encode() in at_the_desk(staff).get(f"/desk/requests/{request.pk}/").content
        )
    look = person.staff_reads.get()
    assert (look.staff, look.reason) == (staff, f"Request {request.pk}")


def test_two_tabs_end_a_request_once() -> None:
    make.in_force("softsys")
    request = ask(make.person(), "erase", at=timezone.now())
    client = at_the_desk(make.staff())
    here = f"/desk/requests/{request.pk}/"
    assert client.post(f"{here}refuse/", {"reason": "No."})["Location"] == here
    assert client.post(f"{here}refuse/", {"reason": "No!"})["Location"] == here
    assert b"How it ended: refused" in client.get(here).content
    assert RightsRequest.objects.get().answer == "No."
    assert client.get(f"{here}nonsense/").status_code == 404


def test_what_waits_stands_under_how_much_time_is_left() -> None:
    make.in_force(make.patient())
    now = timezone.now()
    for days in (0, 29, 40, 41):
        ask(make.person(), "erase", at=now - timedelta(days=days))
    html = at_the_desk(make.staff()).get("/desk/").text
    found = re.findall(r'<h3 id="group-\d">([^<]+) <span class="quiet">(\d)</span>', html)
    assert found == [("Overdue", "2"), ("Up to 3 days left", "1"), ("More than 3 days left", "1")]


def test_the_end_of_one_leads_to_the_next_that_is_nobody_elses() -> None:
    make.in_force("softsys")
    now = timezone.now()
    staff = make.staff("billing")
    first, later, sooner, taken = (
        ask(make.person(), "erase", at=now - timedelta(days=days)) for days in (0, 1, 2, 3)
    )
    assign(taken, make.staff("privacy"), at=now)
    client = at_the_desk(staff)

    def after(number: int, step: str, **typed: str) -> str:
        here = f"/desk/requests/{number}/"
        assert "Next:" not in client.get(here).text
        return client.post(f"{here}{step}/", typed, follow=True).text

    assert f"Next: Erasure of data · {sooner.pk}" in after(first.pk, "refuse", reason="No.")
    page = after(sooner.pk, "carry-out", text="It is done: {link}")
    assert not RightsRequest.objects.filter(pk=sooner.pk).exists()
    assert f"Next: Erasure of data · {later.pk}" in page and 'href="/receipts/' in page
    assert "No other request is waiting for you." in after(later.pk, "refuse", reason="No.")
