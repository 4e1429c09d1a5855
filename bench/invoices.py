"""Order in the shop, look at the invoice, and have a line of the bank's statement pay it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import batched
from time import perf_counter
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bench import database
from bench.empty import ADDRESS
from bench.measure import by_turns
from bench.pages import served
from troth.bank.statement import Entry
from troth.bank.take_in import take_in
from troth.bank.tests.written import IBAN, camt053
from troth.billing.models import BankAccount, Invoice
from troth.billing.owed import owed
from troth.orders.tests import selling
from troth.publishing.models import PublishedPolicy
from troth.testing import make

_PRODUCT = "/shop/web/s/"
_PAGES = 6  # that a customer gets or sends from the shop to the invoice


class Browser:
    """A customer's: it keeps the connection open and the cookies, as no test client does."""

    def __init__(self, port: int, client: Client | None = None) -> None:
        self._http = HTTPConnection("127.0.0.1", port)
        known = client.cookies.items() if client else ()
        self._cookies = SimpleCookie({name: each.value for name, each in known})
        self.asked = 0

    def get(self, path: str) -> str:
        return self._ask("GET", path)

    def send(self, page: str, path: str, told: Mapping[str, object]) -> str:
        """Send a form that a page has shown, and follow where that leads."""
        [token] = re.findall('name="csrfmiddlewaretoken" value="([^"]*)"', page)[:1]
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token, **told}))

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={each.value}" for name, each in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._http.request(method, path, body, headers)
        self.asked += 1
        response = self._http.getresponse()
        text = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie", []):
            self._cookies.load(cookie)
        if response.status == 302:
            return self.get(response.headers["Location"])
        assert response.status == 200, (path, response.status, text)
        return text


def run(*, requests: int = 50, rounds: int = 3) -> None:
    with open_shop(requests * 2 * (rounds + 1)) as browsers:
        shares = batched(browsers, requests)
        for clock, name in ((perf_counter, "time"), (serving, "the server's CPU time")):
            by_turns(
                partial(order_all, shares, order),
                partial(_look_at_nothing, browsers[0], requests),
                rounds=rounds,
                clock=clock,
            ).show(f"invoices: {name} of {requests} orders, beside {_PAGES} empty views each")
        pay()


@contextmanager
def open_shop(customers: int) -> Iterator[list[Browser]]:
    """A shop that is served, and the browsers of so many customers who are signed in."""
    with database.fresh():
        PublishedPolicy.objects.update(published_at=make.LONG_AGO)
        selling.shop("ispsystem")
        BankAccount.objects.create(holder="A Seller", iban=IBAN, currency="EUR")
        settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "bench.empty", ["*"]
        clients = [selling.client_of(selling.customer()) for _ in range(customers)]
        with served() as port:
            yield [Browser(port, client) for client in clients]


def serving() -> float:
    """The CPU time of the processes that serve, in seconds."""
    times = [each.cpu_times() for each in psutil.Process().children(recursive=True)]
    return float(sum(each.user + each.system for each in times))


def order_all(shares: Iterator[Sequence[Browser]], order: Callable[[Browser], object]) -> None:
    for browser in next(shares):
        order(browser)


def order(browser: Browser) -> str:
    """Order as a customer does; the address of the invoice, which was looked at."""
    told = {"months": 1, "quantity": 1, "code": ""}
    page = browser.send(browser.get(_PRODUCT), _PRODUCT, told)
    fields = re.findall('<input[^>]*name="(key|mark|account)"[^>]*>', page)
    values = {name: _value(page, name) for name in fields}
    sent = {"act": "order", "terms": "on", "documents": "on", "note": "", **values}
    page = browser.send(page, selling.ORDER, sent)
    [invoice] = re.findall(r'href="(/account/[0-9]+/invoices/[0-9]+/)"', page)[:1]
    assert IBAN[:4] in browser.get(invoice)
    return str(invoice)


def _value(page: str, name: str) -> str:
    [found] = re.findall(f'name="{name}" value="([^"]*)"', page)[:1]
    return unescape(found)


def _look_at_nothing(browser: Browser, orders: int) -> None:
    for _ in range(orders * _PAGES):
        browser.get(ADDRESS)


def pay() -> None:
    """Have the bank tell that each invoice was paid, in one statement."""
    invoices = list(Invoice.objects.order_by("pk"))
    statement = camt053([paid(each.total, reference=each.payment_reference) for each in invoices])
    start = perf_counter()
    taken = take_in(statement.encode(), at=timezone.now())
    print(f"invoices: {taken.settled} lines pay theirs in {perf_counter() - start:.1f} s")
    assert not any(map(owed, invoices))


def paid(total: int, *, reference: str = "", text: str = "") -> Entry:
    """A customer's transfer as the bank tells it; either of the two says what it is for."""
    return Entry(
        date.today(),
        total,
        "EUR",
        party="A Customer",
        party_iban="FR1420041010050500013M02606",
        end_to_end_id=f"E2E {reference}{text}",
        bank_id=f"B {reference}{text}",
        reference=reference,
        text=text,
    )
