"""A missing worker and mails that were given up stand on the first page that staff see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from troth.messaging.events import FAILED
from troth.publishing.evidence import note
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("minutes", "said"), [(None, "No worker runs"), (0, ""), (9, "No worker has run since")]
)
@pytest.mark.parametrize("role", ["owner", "support"])
def test_a_worker_that_is_not_there(role: str, minutes: int | None, said: str) -> None:
    make.in_force("softsys")
    if minutes is not None:
        seen = timezone.now() - timedelta(minutes=minutes)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [seen])
    page = signed_in(make.staff(role)).get("/desk/").text
    assert ("No worker" in page) is bool(said) and said in page


def test_mails_that_were_given_up() -> None:
    make.in_force("softsys")
    desk = signed_in(make.staff("support"))
    assert "could not be sent" not in desk.get("/desk/").text
    note(FAILED, at=timezone.now(), rule="message.service")
    assert "1 message to somebody not known here could not" in desk.get("/desk/").text
