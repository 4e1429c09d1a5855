"""Where the policy says so, everybody reads the texts that were in force before."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db
PAGE = "/privacy/editions/"


def publishes(prose: str, *, shown: bool) -> None:
    key = "[policy]\nearlier = true" if shown else "[policy]"
    changes = (("[policy]", key), ("# ", f"{prose}\n\n# "))
    publish(make.changed("soffront", *changes), at=timezone.now() - timedelta(days=90))


def test_with_the_days_of_each() -> None:
    make.in_force("soffront")
    publishes("We grow.", shown=True)
    assert PAGE in Client().get("/privacy/").text
    page = Client().get(PAGE)
    ((found, last),) = page.context["editions"]
    assert (
        found.start < last < timezone.now().date() and "In force from 1 January 2000" in page.text
    )
    assert "in the version after it" in page.text and "We grow." in page.text
    text = Client().get(f"{PAGE}{found.number}/").text
    assert "It no longer applies." in text and "We grow." not in text
    assert Client().get(f"{PAGE}{found.number + 1}/").status_code == 404  # the one in force


def test_nobody_reads_them_where_it_does_not() -> None:
    make.in_force("soffront")
    publishes("We grow.", shown=False)
    assert PAGE not in Client().get("/privacy/").text
    assert Client().get(PAGE).status_code == 404
