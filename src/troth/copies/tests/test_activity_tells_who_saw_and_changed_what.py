from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth.accounts.log import log
from troth.accounts.models import Account, Activity, Membership, Person, Signin
from troth.copies.activity import SIZE, Place, about_person, months, page_of
from troth.gates.consent import give
from troth.gates.models import ConsentEvent, StaffRead
from troth.testing import make

pytestmark = pytest.mark.django_db
PAGE = "/privacy-centre/activity/"
DAY = timedelta(days=1)


def read(subject: Account | Person, *, at: datetime = make.NOW) -> None:
    StaffRead.objects.create(
        subject=subject,
        staff=make.person("Staff Name", staff=True),
        role="billing",
        categories=["contact", "billing"],
        reason="The bill was wrong.",
        at=at,
    )


def page(person: Person, path: str = PAGE, **query: str) -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get(path, query).content.decode().split())


def test_all_of_it_in_one_list_without_the_names_of_staff() -> None:
    make.in_force("softsys")
    account = make.account()
    owner = make.owner(account)
    log(account, "service ordered", at=make.NOW, person=owner, ip="192.0.2.9")
    log(account, "account cancelled", at=make.NOW)
    make.signin(owner)
    make.signin(owner, succeeded=False)
    give(owner, "marketing", at=make.NOW)
    read(account)
    read(owner)
    html = page(owner)
    for told in (
        "Service ordered · You",
        "192.0.2.9",
        "Account cancelled · The system, or someone who is no longer here",
        "Signed in · You",
        "Attempt to sign in that failed",
        "Consent given in the account area · You",
        "Our billing staff",
        "Reason: The bill was wrong.",
        "what was invoiced and paid",
    ):
        assert told in html, told
    assert html.count("Reason: ") == 2 and "Staff Name" not in html


@pytest.mark.parametrize(
    ("rule", "kind", "told"),
    [
        ("consent.marketing", "objected", "Objected to marketing on a public page"),
        ("right.opt-out", "objected", "Opted out of sale and sharing on a public page"),
        ("right.opt-out", "given", "Opted back in on a public page"),
        ("collect.account.marketing", "refused", "New use declined on a public page"),
        ("purpose.marketing", "objected", "Objected to a use on a public page"),
    ],
)
def test_what_was_decided_says_of_what_kind_it_is(rule: str, kind: str, told: str) -> None:
    make.in_force("softsys")
    owner = make.owner(make.account())
    said = {"rule": rule, "kind": kind, "channel": "page", "wording": "W", "policy": "0" * 64}
    ConsentEvent.objects.create(person=owner, at=make.NOW, **said)
    assert told in page(owner)


def test_nothing_of_others() -> None:
    make.in_force("softsys")
    other = make.full_account()
    read(other)
    read(make.owner(other))
    html = page(make.owner(make.account()))
    assert "Nothing yet." in html and "Reason" not in html


def test_whoever_is_trusted_with_privacy_sees_the_accounts_and_not_its_owners() -> None:
    make.in_force("softsys")
    account = make.account()
    log(account, "service ordered", at=make.NOW, person=make.owner(account))
    make.signin(make.owner(account))
    read(account)
    trusted = make.person()
    membership = make.trusted(account, trusted)
    path = f"/account/{account.pk}/activity/"
    client = Client()
    client.force_login(trusted)
    assert client.get(path).status_code == 403
    Membership.objects.filter(pk=membership.pk).update(scopes="privacy")
    html = page(trusted, path)
    assert "Service ordered · A Person" in html and "Our billing staff" in html
    assert "Signed in" not in html
    assert "Service ordered" not in page(trusted)
    client.force_login(make.person())
    assert client.get(path).status_code == 404


def test_an_account_without_a_name_is_called_by_its_number() -> None:
    make.in_force("softsys")
    account = make.account()
    Account.objects.update(name="")
    for path in ("activity", "disclosures"):
        html = page(make.owner(account), f"/account/{account.pk}/{path}/")
        assert f"the account Account {account.pk}." in html


def test_pages_follow_each_other_without_a_gap_or_a_line_twice() -> None:
    account = make.account()
    owner = make.owner(account)
    moments = [make.NOW - (number // 7) * DAY for number in range(2 * SIZE)]
    Activity.objects.bulk_create(Activity(account=account, at=at, what="x") for at in moments)
    Signin.objects.bulk_create(Signin(person=owner, at=at, succeeded=True) for at in moments)
    tables, before, seen = about_person(owner), None, []
    for number in range(4):
        rows, more = page_of(tables, before=before)
        assert len(rows) == SIZE and (more is None) == (number == 3)
        seen += rows
        before = Place.read(str(more)) if more else None
    assert len({(type(row), row.pk) for row in seen}) == 4 * SIZE
    assert [row.at for row in seen] == sorted((row.at for row in seen), reverse=True)


def test_by_kind_and_by_month() -> None:
    make.in_force("softsys")
    account = make.account()
    owner = make.owner(account)
    log(account, "service ordered", at=make.NOW)
    log(account, "account cancelled", at=make.NOW - 40 * DAY)
    make.signin(owner, at=make.NOW)
    assert "Signed in" not in page(owner, kind="account")
    html = page(owner, kind="account", month="2026-05")
    assert "Account cancelled" in html and "Service ordered" not in html
    assert "Choose “Everything” and “Always”" in page(owner, kind="staff")
    assert [str(month) for month in months(about_person(owner))] == ["2026-06-01", "2026-05-01"]


@pytest.mark.parametrize(
    "query",
    [
        {"before": "x"},
        {"before": "1-account-"},
        {"before": "99999999999999999999-account-1"},
        {"before": "1-nothing-1"},
        {"before": "²-account-1"},
        {"kind": "nothing", "month": "2026-13"},
        {"month": "0001-01"},
        {"month": "9999-12"},
        {"month": "\x00"},
    ],
)
def test_an_address_that_somebody_made_up_shows_the_list(query: dict[str, str]) -> None:
    make.in_force("softsys")
    account = make.account()
    assert "Activity" in page(make.owner(account), **query)


def test_ten_thousand_lines_cost_no_more_queries_than_a_few() -> None:
    make.in_force("softsys")
    account = make.account()
    owner = make.owner(account)
    read(account)
    log(account, "x", at=make.NOW)
    make.signin(owner)
    give(owner, "marketing", at=make.NOW)
    client = Client()
    client.force_login(owner)
    few = queries_of(client)
    Activity.objects.bulk_create(
        Activity(account=account, at=make.NOW - number * DAY / 50, what="x")
        for number in range(10_000)
    )
    assert queries_of(client) <= few <= 16


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    return len(queries)
