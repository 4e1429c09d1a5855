"""Take what is owed by kept payment methods: charges a second beside what latency allows."""

import multiprocessing
from datetime import UTC, datetime
from time import perf_counter, sleep

import psutil
from django.conf import settings
from django.db import connection, transaction

from bench import cpu, database
from bench.measure import show_goal
from bench.stand_in import answering, gateways
from troth.billing.books import check
from troth.billing.models import DunningStep, Payment
from troth.cli.worker import work
from troth.core.limits import JOB, LONG, limited
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.pretend.plug_in import SHARE

GOAL = 1.2  # times as long as when nothing but the gateway's latency took time
LATENCY = 0.05  # seconds, of each answer of the gateway

_WAYS = """
    INSERT INTO gateways_paymentmethod (account_id, gateway, kind, reference, customer, label,
        added_at, default_since)
    SELECT id, 'pretend', 'card', 'way ' || id, 'customer ' || id, 'Visa 4242', now(), now()
    FROM accounts_account
"""
_DUE = "UPDATE billing_invoice SET due_on = %s"
_DONE = "SELECT count(*) FROM calls_call WHERE done_at IS NOT NULL"


def run(*, charges: int = 10_000, workers: int = 1) -> None:
    with database.fresh(), answering(after=LATENCY) as stand_in:
        settings.GATEWAYS, settings.CHARGE_ASKS_ABOVE = gateways(stand_in.url), charges
        made.cache_clear()
        _load(charges)
        before = check()  # what was loaded in bulk
        now = datetime.now(UTC)
        begin = perf_counter()
        with limited(LONG):
            assert charge(on=now.date(), at=now) == charges
        print(f"charges: {charges:,} begun in {perf_counter() - begin:.1f} s", flush=True)
        database.settle()
        _measure(charges, stand_in.url, workers)
        with limited(JOB):
            handle_open(at=datetime.now(UTC))  # what was answered last
        assert Payment.objects.filter(method="pretend").count() == charges
        assert check() == before


def _load(accounts: int) -> None:
    moment = "timestamptz '2025-01-01 12:00Z'"
    moments = dict.fromkeys(("joined", "active", "ended", "invoiced"), moment)
    database.add_customers(1, accounts, moments=moments, rows={"invoices": 1})
    PublishedPolicy.objects.all().delete()
    make.in_force(make.changed("ispsystem", rules=SHARE))
    DunningStep.objects.all().delete()
    DunningStep.objects.create(days=0, action="retry")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WAYS)
        cursor.execute("SET LOCAL session_replication_role = replica")  # an invoice is sealed
        cursor.execute(_DUE, [datetime.now(UTC).date()])
    database.settle()


def _measure(charges: int, url: str, workers: int) -> None:
    """From the moment when the first is done, at which the workers have started."""
    context = multiprocessing.get_context("spawn")
    working = [context.Process(target=_work, args=(url,)) for _ in range(workers)]
    for each in working:
        each.start()
    first = _wait(1)
    mine = [each.pid for each in working if each.pid]
    worker, server, begin = cpu.of(mine), cpu.of_postgresql(), perf_counter()
    last = _wait(charges)
    took, made = perf_counter() - begin, last - first
    worker, server = cpu.of(mine) - worker, cpu.of_postgresql() - server
    for each in working:
        each.terminate()
    for each in working:
        each.join()
    at_once = settings.CALLS_AT_ONCE * workers
    ratio = took / (made * LATENCY / at_once)
    print(f"  {made / took:.0f} a second by {at_once} at once, of {at_once / LATENCY:.0f} at best")
    cores = psutil.cpu_count() or 1
    print(
        f"  CPU time a charge: {1000 * worker / made:.2f} ms of {workers} worker, "
        f"{1000 * server / made:.2f} ms of PostgreSQL, "
        f"which is {cores * made / (worker + server):.0f} a second on {cores} cores"
    )
    print(f"  ratio    {ratio:.2f}")
    show_goal(f"at most {GOAL} times", ratio <= GOAL)


def _work(url: str) -> None:
    settings.GATEWAYS = gateways(url)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    work()


def _wait(wanted: int) -> int:
    """Until so many are done; how many are."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_DONE)
            [(done,)] = cursor.fetchall()
            if done >= wanted:
                return int(done)
            sleep(0.1)
