"""Take in what a gateway tells of payments, and book it: events a second, and none is lost."""

import json
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import batched
from multiprocessing.process import BaseProcess
from time import process_time, sleep

import psutil
from django.conf import settings
from django.db import connection, transaction

from bench import cpu, database
from bench.measure import show_goal
from bench.pages import CLIENTS, serve, served, wait_for
from bench.stand_in import SECRET, gateways
from troth.billing.books import check
from troth.billing.models import Payment
from troth.core.limits import JOB, limited
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.models import GatewayEvent
from troth.policy.parse import read
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing.port import free_port
from troth.testing.pretend.signature import signature

GOAL = 500  # events a second, taken in and booked, each by two cores
CORES = 2
KILLS = 4  # of the server and of who books, one after the other
_ADDRESS = "/gateways/pretend/events/"

_ATTEMPTS = """
    INSERT INTO gateways_paymentattempt
    (account_id, invoice_id, gateway, key, amount, currency, keeps, reference, started_at, outcome,
        code, again, reopens)
    SELECT account_id, id, 'pretend', 'key ' || id, total, currency, false, '', now(), '', '', '',
        false
    FROM billing_invoice
"""
# What an expert would type, who trusts the gateway and tells nobody.
_BY_HAND = """
    INSERT INTO gateways_gatewayevent
    (gateway, name, what, told_at, received_at, raw, reference, payment, key, payee, outcome,
        amount, currency, fee, code, again, way, way_customer, way_kind, way_label, asks,
        settled_why)
    VALUES ('pretend', %s, 'payment', now(), now(), %s, '', '', '', '', '', 0, 'EUR', 0, '', '', '',
        '', '', '', '', '') ON CONFLICT DO NOTHING
"""

Told = tuple[bytes, str]  # an event, and its signature


def run(*, accounts: int = 5_000) -> None:
    with database.fresh():
        _load(accounts)
        before = check()  # what was loaded in bulk
        settings.GATEWAYS = gateways()
        made.cache_clear()
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, amount FROM gateways_paymentattempt ORDER BY id")
            events = [_event(key, amount) for key, amount in cursor.fetchall()]
        print(f"events: {len(events):,} payments told by a gateway", flush=True)
        half = len(events) // 2
        _take_in(events[:half])
        _book(half)
        _by_hand(events[:half])
        _despite_kills(events[half:])
        assert Payment.objects.filter(method="pretend").count() == len(events)
        assert GatewayEvent.objects.count() == len(events)
        assert not GatewayEvent.objects.filter(handled_at=None).exists()
        assert check() == before


def _load(accounts: int) -> None:
    moment = "timestamptz '2025-01-01 12:00Z'"
    moments = dict.fromkeys(("joined", "active", "ended", "invoiced"), moment)
    database.add_customers(1, accounts, moments=moments, rows={"invoices": 1})
    with connection.cursor() as cursor:
        cursor.execute(_ATTEMPTS)
    running = publish(read(shipped()["ispsystem"]), at=datetime.now(UTC))
    PublishedPolicy.objects.filter(pk=running.pk).update(in_force_from=date(2019, 1, 1))
    database.settle()


def _event(key: str, amount: int) -> Told:
    said = {
        "name": f"event {key}",
        "what": "payment",
        "at": datetime.now(UTC).isoformat(),
        "standing": {
            **{"outcome": "paid", "reference": f"pay {key}", "key": key, "payee": "ours"},
            **{"amount": amount, "currency": "EUR", "fee": 30},
        },
    }
    raw = json.dumps(said).encode()
    at = str(int(time.time()))
    return raw, f"{at} {signature(SECRET.encode(), at, raw)}"


def _take_in(events: Sequence[Told]) -> None:
    """Over HTTP; the clients are the gateway's, and their time is not counted."""
    with served(GATEWAYS=gateways()) as port:
        _tell(port, events[:50])
        server, database_, begin = cpu.of_children(), cpu.of_postgresql(), time.perf_counter()
        _tell(port, events[50:])
        took = time.perf_counter() - begin
        _say(
            "taken in",
            len(events) - 50,
            took,
            {
                "server": cpu.of_children() - server,
                "PostgreSQL": cpu.of_postgresql() - database_,
            },
        )


def _book(events: int) -> None:
    with limited(JOB):
        server, database_, begin = process_time(), cpu.of_postgresql(), time.perf_counter()
        assert handle_open(at=datetime.now(UTC)) == events
        took = time.perf_counter() - begin
    parts = {
        "worker": process_time() - server,
        "PostgreSQL": cpu.of_postgresql() - database_,
    }
    _say("booked", events, took, parts)


def _say(what: str, events: int, took: float, parts: dict[str, float]) -> None:
    rate = CORES * events / sum(parts.values())
    each = ", ".join(f"{name} {1000 * part / events:.2f} ms" for name, part in parts.items())
    print(f"  {what}: CPU time an event: {each}; {events / took:.0f} a second by the clock")
    print(f"  {what}: {rate:.0f} a second by the CPU time of {CORES} cores")
    show_goal(f"{GOAL} a second", rate >= GOAL)


def _by_hand(events: Sequence[Told]) -> None:
    with connection.cursor() as cursor:
        begin = process_time() + cpu.of_postgresql()
        for number, (body, _signature) in enumerate(events):
            with transaction.atomic():
                cursor.execute(_BY_HAND, [f"by hand {number}", body])
        took = process_time() + cpu.of_postgresql() - begin
        each = 1000 * took / len(events)
        print(f"  by hand, stored alone, without a server: {each:.2f} ms", flush=True)
        cursor.execute("DELETE FROM gateways_gatewayevent WHERE starts_with(name, 'by hand')")


def _tell(port: int, events: Sequence[Told]) -> None:
    with ThreadPoolExecutor(CLIENTS) as clients:
        shares = batched(events, -(-len(events) // CLIENTS))
        list(clients.map(partial(_tell_some, port), shares))


def _tell_some(port: int, events: Sequence[Told]) -> None:
    """Each until its 204, as gateways do."""
    http = HTTPConnection("127.0.0.1", port, timeout=30)
    for body, signed in events:
        while True:
            with suppress(OSError, HTTPException):
                headers = {"Pretend-Signature": signed, "Content-Type": "application/json"}
                http.request("POST", _ADDRESS, body, {"Host": "localhost", **headers})
                answer = http.getresponse()
                answer.read()
                if answer.status == 204:
                    break
                assert answer.status >= 500, answer.status
            http.close()
            sleep(0.05)
    http.close()


def _despite_kills(events: Sequence[Told]) -> None:
    """Have the server and who books killed in between, again and again."""
    port, context = free_port(), multiprocessing.get_context("spawn")

    def begin() -> tuple[BaseProcess, BaseProcess]:
        pair = (
            context.Process(target=serve, args=(port, {"GATEWAYS": gateways()})),
            context.Process(target=_keep_booking),
        )
        for process in pair:
            process.start()
        wait_for(port)
        return pair

    working = begin()
    with ThreadPoolExecutor(1) as telling:
        told = telling.submit(_tell, port, events)
        for _ in range(KILLS):
            taken = GatewayEvent.objects.count()
            while not told.done() and GatewayEvent.objects.count() < taken + len(events) // 9:
                sleep(0.01)
            for process in working:
                _kill(process)
            working = begin()
        told.result()
    while GatewayEvent.objects.filter(handled_at=None).exists():
        sleep(0.1)
    for process in working:
        _kill(process)
    print(f"  {len(events):,} told while server and worker were killed {KILLS} times by SIGKILL")


def _keep_booking() -> None:
    settings.GATEWAYS = gateways()
    with limited(JOB):
        while True:
            if not handle_open(at=datetime.now(UTC)):
                sleep(0.01)


def _kill(process: BaseProcess) -> None:
    """With what it has started, none of which can say farewell."""
    for each in psutil.Process(process.pid).children(recursive=True):
        each.kill()
    process.kill()
    process.join()
