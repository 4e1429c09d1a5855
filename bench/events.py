"""Take in what a gateway tells of payments, and book it: events a second."""

import json
import multiprocessing
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from time import perf_counter, process_time

import psutil
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from bench import database
from bench.measure import show_goal
from troth.billing.books import check
from troth.billing.models import Payment
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.models import GatewayEvent
from troth.policy.parse import read
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing.pretend.signature import signature

GOAL = 500  # events a second, taken in and booked on two cores
SECRET = "what signs events"

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


def run(*, accounts: int = 5_000) -> None:
    with database.fresh():
        _load(accounts)
        settings.GATEWAYS = {
            "pretend": {
                "BACKEND": "troth.testing.pretend.plug_in.Pretend",
                "OPTIONS": {"url": "http://127.0.0.1:9", "secret": SECRET},
            }
        }
        made.cache_clear()
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, amount FROM gateways_paymentattempt ORDER BY id")
            attempts = cursor.fetchall()
        events = [_event(key, amount) for key, amount in attempts]
        print(f"events: {len(events):,} payments told by a gateway", flush=True)

        third = len(events) // 3
        begin, worked = perf_counter(), _cpu()
        _tell(events[:third])
        _rate("taken in alone", third, perf_counter() - begin)
        _rate("  by the time that it worked", third, _cpu() - worked)
        begin, worked = perf_counter(), _cpu()
        assert handle_open(at=datetime.now(UTC)) == third
        _rate("booked alone", third, perf_counter() - begin)
        _rate("  by the time that it worked", third, _cpu() - worked)

        rest = events[third:]
        seconds = _both(rest)
        rate = _rate("taken in and booked, a process each", len(rest), seconds)
        show_goal(f"{GOAL} events a second", rate >= GOAL)

        with connection.cursor() as cursor:
            begin = perf_counter()
            for number, (body, _signature) in enumerate(rest):
                with transaction.atomic():
                    cursor.execute(_BY_HAND, [f"by hand {number}", body])
            _rate("by hand, stored alone", len(rest), perf_counter() - begin)
            cursor.execute("DELETE FROM gateways_gatewayevent WHERE starts_with(name, 'by hand')")
        assert Payment.objects.filter(method="pretend").count() == len(events)
        assert not GatewayEvent.objects.filter(handled_at=None).exists()
        assert not check()


def _load(accounts: int) -> None:
    moment = "timestamptz '2025-01-01 12:00Z'"
    moments = dict.fromkeys(("joined", "active", "ended", "invoiced"), moment)
    database.add_customers(1, accounts, moments=moments, rows={"invoices": 1})
    with connection.cursor() as cursor:
        cursor.execute(_ATTEMPTS)
    running = publish(read(shipped()["ispsystem"]), at=datetime.now(UTC))
    PublishedPolicy.objects.filter(pk=running.pk).update(in_force_from=date(2019, 1, 1))
    database.settle()


def _event(key: str, amount: int) -> tuple[bytes, str]:
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


def _tell(events: Sequence[tuple[bytes, str]]) -> None:
    """Through the whole of the platform but the server's socket."""
    client = Client(raise_request_exception=True)
    for body, signed in events:
        answer = client.post(
            "/gateways/pretend/events/",
            body,
            content_type="application/json",
            headers={"Pretend-Signature": signed, "Host": "localhost"},
        )
        assert answer.status_code == 204, answer.status_code


def _both(events: Sequence[tuple[bytes, str]]) -> float:
    """Seconds until all are told by one process and booked by another."""
    context = multiprocessing.get_context("fork")
    connection.close()
    begin = perf_counter()
    teller = context.Process(target=_tell, args=(events,))
    teller.start()
    booked = 0
    while booked < len(events):
        booked += (now := handle_open(at=datetime.now(UTC)))
        if not now:
            assert booked or teller.is_alive()
            time.sleep(0.01)
    teller.join()
    return perf_counter() - begin


def _cpu() -> float:
    """The time that this process and that of its session in the server have worked, in seconds."""
    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return process_time() + float(server.user + server.system)


def _rate(what: str, events: int, seconds: float) -> float:
    print(f"  {what:<36} {events / seconds:6.0f} a second", flush=True)
    return events / seconds
