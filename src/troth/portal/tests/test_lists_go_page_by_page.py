import re
from datetime import timedelta

import pytest
from django.test import Client

from troth.accounts.models import Account
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


@pytest.fixture
def client(account: Account) -> Client:
    client = Client()
    client.force_login(make.owner(account))
    return client


def numbers(html: str) -> list[str]:
    return re.findall(r"Invoice (T-\d+)</a>", html)


def way(html: str, name: str) -> str:
    found = re.search(rf'class="{name}" href="([^"]*)"', html)
    return found[1].replace("&amp;", "&") if found else ""


def test_each_row_stands_on_one_page_the_newest_first(account: Account, client: Client) -> None:
    # Several of one moment, across the edge of a page.
    made = [make.invoice(account, at=make.NOW + timedelta(days=n // 7)) for n in range(45)]
    expected = [invoice.number for invoice in reversed(made)]
    start = f"/account/{account.pk}/invoices/"
    pages, address = [], "?"
    while address:
        html = client.get(start + address).content.decode()
        pages.append(numbers(html))
        address = way(html, "older")
    assert [len(page) for page in pages] == [20, 20, 5]
    assert sum(pages, []) == expected

    back = client.get(start + way(html, "newer")).content.decode()
    assert numbers(back) == pages[1]
    front = client.get(start + way(back, "newer")).content.decode()
    assert numbers(front) == pages[0] and not way(front, "newer")


def test_rows_that_are_added_shift_nothing(account: Account, client: Client) -> None:
    made = [make.invoice(account, at=make.NOW + timedelta(days=n)) for n in range(30)]
    start = f"/account/{account.pk}/invoices/"
    html = client.get(start).content.decode()
    make.invoice(account, at=make.NOW + timedelta(days=99))
    older = client.get(start + way(html, "older")).content.decode()
    assert numbers(older) == [invoice.number for invoice in reversed(made[:10])]


def test_a_search_goes_on_over_the_pages(account: Account, client: Client) -> None:
    for n in range(25):
        make.invoice(account, at=make.NOW + timedelta(days=n))
    make.invoice(account, number="X-1")
    start = f"/account/{account.pk}/invoices/"
    html = client.get(start, {"q": "t-"}).content.decode()
    older = client.get(start + way(html, "older")).content.decode()
    assert len(numbers(html)) == 20 and len(numbers(older)) == 5
    assert "X-1" not in html + older


@pytest.mark.parametrize(
    "query", ["nothing like it", "\0", "' OR 1=1 --", "%", "💶", "<b>", "x" * 5000]
)
def test_whatever_is_searched_for_is_only_text(
    account: Account, client: Client, query: str
) -> None:
    make.invoice(account)
    answer = client.get(f"/account/{account.pk}/invoices/", {"q": query})
    html = answer.content.decode()
    assert answer.status_code == 200 and "<b>" not in html
    assert bool(numbers(html)) == (query == "\0")


@pytest.mark.parametrize(
    "place", ["1", "x-1", "-1-1", "1-x", "9" * 30 + "-1", "1-" + "9" * 30, "١-1"]
)
def test_a_place_that_cannot_be_is_not_found(account: Account, client: Client, place: str) -> None:
    for way in ("older", "newer"):
        assert client.get(f"/account/{account.pk}/invoices/", {way: place}).status_code == 404
