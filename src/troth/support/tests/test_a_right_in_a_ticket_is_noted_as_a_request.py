"""A ticket in which somebody asks for a right leads to the request, whose deadline runs since."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from troth.core.day import day_at
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_for_the_account_and_counts_from_the_day_of_the_message() -> None:
    make.in_force("softsys")
    account = make.account()
    ticket = make.ticket(account, author=make.owner(account))
    desk = signed_in(make.staff("support"))
    page = desk.get(f"/desk/tickets/{ticket.pk}/").text
    [to] = re.findall(r'href="(/desk/requests/new/[^"]*)"', page.partition("</h1>")[2])
    form = desk.get(unescape(to)).context["form"]
    came = day_at(timezone.now() - timedelta(days=5))
    desk.post(
        unescape(to),
        form.initial | {"rule": "right.erase", "channel": "email", "about": "own", "came_on": came},
    )
    asked = RightsRequest.objects.get()
    assert (asked.person, asked.right) == (make.owner(account), "erase")
    assert day_at(asked.asked_at) == came and asked.due_on
