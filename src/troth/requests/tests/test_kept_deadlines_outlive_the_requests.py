"""The figures of kept deadlines come from the journal."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.erasure.erase import erase
from troth.requests.ask import ask
from troth.requests.desk.figures import Figures, kept_deadlines
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.take_back import take_back
from troth.requests.words import RIGHTS
from troth.testing import make
from troth.testing.make import NOW

pytestmark = pytest.mark.django_db


def test_in_time_late_and_the_median() -> None:
    make.in_force("softsys")
    for days in (1, 3, 9):
        refuse(ask(make.person(), "erase", at=NOW), "No.", at=NOW + timedelta(days=days))
    without = ask(None, "recover", at=NOW, channel="phone")
    refuse(without, "No.", at=NOW + timedelta(days=50))
    take_back(ask(make.person(), "erase", at=NOW), at=NOW)
    figures = kept_deadlines(since=date(2026, 6, 1))
    assert figures == Figures(answered=4, on_time=2, late=1, days=3)
    assert figures.percent == 66
    assert kept_deadlines(since=date(2026, 7, 1)).answered == 1
    assert Figures.of([{"days": 50}]).percent is None


def test_an_erased_request_still_counts() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    ask(person, "erase", at=NOW)
    erase(person, at=NOW + timedelta(days=2))
    assert not RightsRequest.objects.exists()
    assert kept_deadlines(since=NOW.date()) == Figures(answered=1, on_time=1, late=0, days=2)


def test_the_page_shows_them() -> None:
    make.in_force("softsys")
    now = timezone.now()
    last_month = now.replace(day=1) - timedelta(days=1)
    for right, at in (("erase", now), ("erase", last_month), ("rectify", last_month)):
        refuse(ask(make.person(), right, at=at), "No.", at=at)
    client = Client()
    client.force_login(make.staff("privacy"))
    page = client.get("/desk/figures/")
    assert b"100%" in page.content
    assert (page.context["month"].answered, page.context["year"].answered) == (1, 3)
    by_right = {right: figures.answered for right, figures in page.context["by_right"]}
    assert (by_right[RIGHTS["erase"]], by_right[RIGHTS["rectify"]]) == (2, 1)
    assert b"/desk/figures/" in client.get("/desk/").content
    client.force_login(make.staff("support"))
    assert b"/desk/figures/" not in client.get("/desk/").content
    assert client.get("/desk/figures/").status_code == 403
