"""What several recipients have to forget is looked at together and noted by one click."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from troth.erasure.models import ForgetRequest
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

HERE = "/desk/recipients/forget/"


def to_tell(recipient: str, reference: str, day: int = 0) -> ForgetRequest:
    now = timezone.now()
    return ForgetRequest.objects.create(
        **{"recipient": recipient, "reference": reference, "receipt": uuid4()},
        **{"asked_at": now + timedelta(days=day), "next_at": now, "state": "by hand"},
    )


@pytest.fixture
def desk() -> Client:
    make.in_force("softsys")
    return signed_in(make.staff("privacy"))


def test_the_ticked_ones_are_seen_by_recipient_and_noted_by_one_click(desk: Client) -> None:
    to_tell("registry", "first"), to_tell("registry", "second", day=1), to_tell("bank", "third")
    other = to_tell("bank", "fourth", day=1)
    ticks = re.findall(r'type="checkbox"[^>]* name="told" value="([\d,]+)"', desk.get(HERE).text)
    assert len(ticks) == 4
    seen = desk.post(f"{HERE}several/", {"told": [t for t in ticks if t != str(other.pk)]}).text
    assert seen.count("<section") == 2 and "fourth" not in seen
    assert ForgetRequest.objects.filter(state="by hand").count() == 4  # looked at, and no more
    [numbers] = re.findall(r'name="told" value="([\d,]+)"', seen)
    desk.post(f"{HERE}told/", {"told": numbers})
    assert ForgetRequest.objects.get(state="by hand") == other
    told = Entry.objects.filter(event="recipient.forgot")
    assert sum(entry.counts["requests"] for entry in told) == 3


def test_no_more_than_a_hundred_are_noted_at_once(desk: Client) -> None:
    made = [to_tell("registry", f"ref-{each}").pk for each in range(101)]
    assert "There are more" in desk.get(HERE).text
    desk.post(f"{HERE}told/", {"told": ",".join(map(str, made))})
    assert ForgetRequest.objects.filter(state="by hand").count() == 1


def test_without_a_tick_nothing_is_noted(desk: Client) -> None:
    to_tell("registry", "first")
    assert "Nothing was ticked." in desk.post(f"{HERE}several/").text
    assert not Entry.objects.filter(event="recipient.forgot").exists()
