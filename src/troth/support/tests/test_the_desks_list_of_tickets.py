"""The desk's list says what each ticket is about, whose turn it is, and when it last was.

It has pages, and is searched without anything of that in an address.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth.accounts.models import Account
from troth.gates.models import ReadLimit, StaffRead
from troth.journal.models import Entry
from troth.support.desk import find_tickets
from troth.support.models import Ticket, TicketMessage
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Client:
    make.in_force("softsys")
    return signed_in(make.staff("support"))


def asked(subject: str, account: Account | None = None, *, days: int = 0, by: str = "area") -> int:
    """A ticket that was last written in so many days after another; its number."""
    account = account or make.account()
    at = make.NOW + timedelta(days=days)
    ticket = Ticket.objects.create(account=account, subject=subject, opened_at=at)
    TicketMessage.objects.create(account=account, ticket=ticket, at=at, body="x", came_by=by)
    return ticket.pk


def listed(desk: Client, query: str = "") -> list[int]:
    return [row.ticket.pk for row in desk.get(f"/desk/tickets/{query}").context["rows"]]


def found(desk: Client, typed: str) -> list[int]:
    return [row.ticket.pk for row in desk.post("/desk/tickets/", {"what": typed}).context["rows"]]


def test_each_state_has_its_list(desk: Client) -> None:
    late, early = asked("Late", days=2), asked("Early", days=1)
    ours, closed = asked("Ours", by="staff"), asked("Closed")
    Ticket.objects.filter(pk=closed).update(closed_at=make.NOW)
    gone = asked("Gone")
    Ticket.objects.filter(pk=gone).update(deleted_at=make.NOW)
    assert listed(desk) == listed(desk, "?state=nonsense") == [early, late]
    assert listed(desk, "?state=answered") == [ours]
    assert listed(desk, "?state=closed") == [closed]
    page = desk.get("/desk/tickets/").text
    assert page.index("Early") < page.index("Late") and "waits for us" in page


def test_the_look_is_noted_once_for_each(desk: Client) -> None:
    numbers = [asked("One"), asked("Two")]
    for _twice in range(2):
        assert listed(desk) == numbers
    assert [each.categories for each in StaffRead.objects.all()] == [["content"]] * 2
    assert Entry.objects.filter(event="data.read").count() == 2


def test_a_role_that_reads_for_a_reason_has_one(desk: Client) -> None:
    number = asked("For all of you")
    privacy = signed_in(make.staff("privacy"))
    assert "For all of you" in privacy.get("/desk/tickets/").text
    assert found(privacy, "all of") == [number]
    look = StaffRead.objects.get()
    assert (look.ground, look.reason) == ("list", "The list of tickets")
    assert Entry.objects.get(event="data.read").counts["ground"] == "list"


def test_the_list_opens_nothing_else_without_a_reason(desk: Client) -> None:
    row = f"/desk/records/support_ticket/{asked('For all of you')}/"
    privacy = signed_in(make.staff("privacy"))
    assert "For all of you" in privacy.get("/desk/tickets/").text
    assert "/reason/" in privacy.get(row).headers["Location"]


def test_what_is_shut_is_a_number(desk: Client) -> None:
    number = asked("Between us")
    account = Ticket.objects.get().account
    assert account
    ReadLimit.objects.create(person=make.owner(account), category="content")
    page = desk.get("/desk/tickets/").text
    assert "Between us" not in page and f"Ticket {number}" in page
    assert found(desk, "between") == [] and found(desk, f"{number}") == [number]
    assert not StaffRead.objects.exists()


def test_what_is_shut_is_not_counted_either(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_tickets, "LISTED", 1)
    ours = asked("A plan of ours")
    shut, still = make.account(), make.account()
    ReadLimit.objects.create(person=make.owner(shut), category="content")
    Account.objects.filter(pk=still.pk).update(restricted_at=make.NOW)
    for account in (shut, still):
        asked("A plan between us", account, days=1)
    page = desk.post("/desk/tickets/", {"what": "plan"}).context
    assert [row.ticket.pk for row in page["rows"]] == [ours] and not page["more"]


def test_it_is_found_by_number_account_and_subject(desk: Client) -> None:
    first, second = asked("My site is slow"), asked("Mail")
    Ticket.objects.filter(pk=second).update(closed_at=make.NOW)
    account = Ticket.objects.get(pk=second).account_id
    assert found(desk, "SITE is") == [first]
    assert second in found(desk, f"#{account}") and second in found(desk, str(second))
    assert "No ticket matches" in desk.post("/desk/tickets/", {"what": "nothing"}).text


def test_pages_go_on_from_the_one_that_waits_longest(desk: Client) -> None:
    account = make.account()
    numbers = [asked(f"Number {n}", account, days=n) for n in range(45)]
    pages, query = list[int](), ""
    while True:
        page = desk.get(f"/desk/tickets/{query}").context
        pages += [row.ticket.pk for row in page["rows"]]
        if not page["listing"].newer:
            break
        query = f"?newer={page['listing'].newer}"
    assert pages == numbers
    back = desk.get(f"/desk/tickets/?older={page['listing'].older}").context
    assert [row.ticket.pk for row in back["rows"]] == numbers[20:40]


def test_more_tickets_are_no_more_queries(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk.get("/desk/tickets/")
        return len(seen)

    asked("One")
    queries()
    few = queries()
    for n in range(15):
        asked(f"Number {n}")
    queries()
    assert queries() == few
