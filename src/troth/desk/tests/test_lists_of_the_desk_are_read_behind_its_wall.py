"""What a page of the desk shows of customers, PostgreSQL lets staff read of it, and no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from troth.erasure.hold import hold
from troth.policy.desk_views import STAFF
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


class Spy:
    """As which role the statements were run that read a table."""

    def __init__(self, table: str) -> None:
        self.table, self.roles = table, list[str]()

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if f'FROM "{self.table}"' in sql and "FOR " not in sql:
            with connection.connection.cursor() as cursor:
                self.roles.append(cursor.execute("SELECT current_user").fetchone()[0])
        return execute(sql, *more)


@pytest.fixture
def desk() -> Client:
    make.in_force("softsys")
    now = timezone.now()
    owner = make.owner(make.account())
    ask(owner, "erase", at=now, text="All of it, please.")
    review = now.date().replace(year=now.year + 1)
    hold(owner, records=["*"], reason="a law suit", owner="legal", review_on=review, at=now)
    make.inquiry(at=now)
    return signed_in(make.staff("privacy"))


@pytest.mark.parametrize(
    ("page", "table", "shows"),
    [
        ("/desk/", "requests_rightsrequest", "Asked on"),
        ("/desk/holds/", "erasure_hold", "legal"),
        ("/desk/inquiries/", "support_inquiry", "Inquir"),
        ("/desk/recipients/forget/", "erasure_forgetrequest", "nobody to tell"),
        ("/desk/figures/", "journal_entry", "Deadlines"),
    ],
)
def test_every_row_of_a_list(desk: Client, page: str, table: str, shows: str) -> None:
    spy = Spy(table)
    with connection.execute_wrapper(spy):
        assert shows in desk.get(page).text
    assert {*spy.roles} == {STAFF}


@pytest.mark.parametrize(
    ("model", "of", "shows"),
    [
        (RightsRequest, "requests", "All of it, please."),
        (Inquiry, "inquiries", "asker@visitor.example"),
    ],
)
def test_what_a_page_shows_of_one(
    desk: Client, model: type[Inquiry | RightsRequest], of: str, shows: str
) -> None:
    spy = Spy(model._meta.db_table)
    with connection.execute_wrapper(spy):
        assert shows in desk.get(f"/desk/{of}/{model.objects.get().pk}/").text
    assert spy.roles[-1] == STAFF
