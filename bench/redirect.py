"""Lead customers from an invoice to the gateway where they pay it, beside an empty view."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from itertools import batched
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings

from bench import cpu, database
from bench.empty import ADDRESS
from bench.measure import by_turns
from bench.pages import CLIENTS, ask_for, cookie, served, signed_in
from bench.stand_in import answering, gateways
from troth.accounts.models import Person
from troth.billing.models import Invoice
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.pretend.plug_in import SHARE

GOAL = 3.0  # times the empty view
_EACH = 20  # invoices of a customer, who may pay thirty times in an hour
_TOKEN = "x" * 32

Asked = tuple[str, str]  # the address of a page to pay on, and the cookies of who asks


def run(*, requests: int = 200, rounds: int = 5) -> None:
    with database.fresh(), answering(after=0) as stand_in:
        _load(-(-2 * requests * (rounds + 1) // _EACH))
        unpaid = _unpaid()
        client = signed_in(Person.objects.get(pk=database.PEOPLE_FROM + 1))

        def worked() -> float:
            """The CPU time of the server and of PostgreSQL; the stand-in's is taken out."""
            return cpu.of_children() - cpu.of([stand_in.number]) + cpu.of_postgresql()

        with served(GATEWAYS=gateways(stand_in.url)) as port:
            for clock, name in ((worked, "CPU time with PostgreSQL's"), (perf_counter, "time")):
                by_turns(
                    partial(_pay_all, port, unpaid, requests),
                    partial(ask_for, port, client, requests, ADDRESS),
                    rounds=rounds,
                    clock=clock,
                ).show(f"redirect: {name} of {requests} ways to a gateway", goal=GOAL)


def _load(customers: int) -> None:
    moment = "timestamptz '2025-01-01 12:00Z'"
    moments = dict.fromkeys(("joined", "active", "ended", "invoiced"), moment)
    database.add_customers(1, customers, moments=moments, rows={"invoices": _EACH})
    PublishedPolicy.objects.all().delete()
    make.in_force(make.changed("softsys", rules=SHARE))
    database.settle()


def _unpaid() -> Iterator[Asked]:
    """Every invoice, with its customer signed in."""
    csrf = f"{settings.CSRF_COOKIE_NAME}={_TOKEN}"
    for person in Person.objects.order_by("pk"):
        account = person.pk - database.PEOPLE_FROM
        cookies = f"{cookie(signed_in(person))}; {csrf}"
        for number in Invoice.objects.filter(account=account).values_list("pk", flat=True):
            yield f"/account/{account}/invoices/{number}/pay/", cookies


def _pay_all(port: int, unpaid: Iterator[Asked], requests: int) -> None:
    some = [next(unpaid) for _ in range(requests)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(partial(_pay, port), batched(some, -(-requests // CLIENTS))))


def _pay(port: int, some: Sequence[Asked]) -> None:
    http = HTTPConnection("127.0.0.1", port)
    body = urlencode({"csrfmiddlewaretoken": _TOKEN, "way": "pretend"})
    for path, cookies in some:
        headers = {"Host": "localhost", "Cookie": cookies}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        http.request("POST", path, body, headers)
        response = http.getresponse()
        response.read()
        to = response.headers.get("Location", "")
        assert response.status == 302 and "/pay/" in to and ":9/" in to, (response.status, to)
    http.close()
