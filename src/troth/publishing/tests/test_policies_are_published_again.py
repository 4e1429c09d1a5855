"""After a backup was restored, all policies published since stand as they did, by one statement."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.journal.append import append
from troth.journal.sequence import sequence
from troth.policy.parse import Policy, parse
from troth.publishing.events import PUBLISHED
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.publish_again import publish_again
from troth.publishing.texts import keep_texts
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def edition(years: int) -> Policy:
    """Softsys's policy, but accounts are kept for so many years."""
    source = make.policy("softsys").source.replace("2018-09-12", f"2018-09-{years:02}")
    return parse(source.replace('for = "7 years"', f'for = "{years} years"', 1).encode())


def editions() -> list[tuple[Any, ...]]:
    what = ("digest", "version", "source", "published_at", "in_force_from")
    return list(PublishedPolicy.objects.order_by("pk").values_list(*what))


def test_they_are_as_they_were_by_one_insert() -> None:
    for years in range(2, 7):
        publish(edition(years), at=make.NOW + timedelta(days=years))
    sequence()
    keep_texts()
    before = editions()
    PublishedPolicy.objects.exclude(digest=edition(2).digest).delete()

    with CaptureQueriesContext(connection) as asked:
        assert publish_again(0) == (4, [])

    assert editions() == before
    inserts = [each for each in asked.captured_queries if each["sql"].startswith("INSERT")]
    assert len(inserts) == 1
    assert publish_again(0) == (0, [])


def test_where_an_entry_names_no_day_what_was_in_force_by_then_decides() -> None:
    at = [make.NOW + timedelta(days=day) for day in range(3)]
    chosen = [edition(years) for years in (2, 6, 5)]
    days = [publish(each, at=day).in_force_from for each, day in zip(chosen, at, strict=True)]
    keep_texts()
    PublishedPolicy.objects.all().delete()
    sequence()
    start = 3
    # As version 0.1.0 noted them, which did not say from when a policy runs.
    for each, day in zip(chosen, at, strict=True):
        append(PUBLISHED, at=day, policy=each.digest)
    sequence()

    assert publish_again(start) == (3, [])

    assert [day for *_, day in editions()] == days
    # Had none been in force, each would run from its effective day, as the first one does.
    assert days == [chosen[0].tables.policy.effective, *(day.date() for day in at[1:])]
