import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.publishing.publish import publish
from troth.publishing.running import asked_once, policy_on
from troth.testing import make

pytestmark = pytest.mark.django_db


@asked_once()
def asks() -> None:
    for _ in range(2):
        policy_on(make.NOW.date())


def test_by_all_within_a_block_and_anew_in_the_next() -> None:
    make.in_force("softsys")
    asks()
    with CaptureQueriesContext(connection) as queries:
        with asked_once():
            asks()
            asks()
        assert len(queries) == 1
        asks()
        assert len(queries) == 2


def test_what_is_published_after_a_block_is_heard_of() -> None:
    make.in_force("softsys")
    asks()
    publish(make.policy("websoft"), at=make.NOW)
    assert policy_on(make.NOW.date()).digest == make.policy("websoft").digest
