"""`troth worker`: work off the jobs, and what is due by the clock."""

import argparse
import asyncio
from asyncio import FIRST_COMPLETED
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from signal import SIGINT, SIGTERM

from procrastinate import App, PsycopgConnector
from procrastinate.connector import BaseAsyncConnector

from troth.cli.platform import ready
from troth.cli.serve import unsigned
from troth.core.limits import JOB, limited

_STOPS = (SIGINT, SIGTERM)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when stopped; 1 where no policy is in force, it cannot run, or it does not
    name whom a plug-in tells something."""
    ready()
    from troth.gates.recipient import require_rules
    from troth.publishing.running import plan_of, policy_on

    policy = policy_on(datetime.now(UTC))
    plan_of(policy)
    require_rules(policy.tables)
    for line in unsigned():
        print(line)
    print("Working. Ctrl-C stops it.", flush=True)
    work()
    return 0


def work() -> None:
    """Work off jobs until interrupted."""
    from django.db import connections
    from procrastinate.contrib.django import app

    connections.close_all()
    # Now, not at the first job: the files may be another release's by then.
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    with app.replace_connector(_listening(app)) as working, limited(JOB):
        asyncio.run(_work(working))


def _listening(app: App) -> BaseAsyncConnector:
    """The way to the database by which a worker is told of new jobs: a session of its own."""
    from django.conf import settings
    from procrastinate.contrib.django.django_connector import DjangoConnector

    if settings.DIRECT_DATABASE_URL:
        return PsycopgConnector(conninfo=settings.DIRECT_DATABASE_URL)
    assert isinstance(app.connector, DjangoConnector)
    return app.connector.get_worker_connector()


async def _work(app: App) -> None:
    """Work off every queue by itself, so that none waits for another; all end together."""
    from django.conf import settings

    # Jobs that were put here by an older release are in the default one.
    queues = {"default", *(task.queue for task in app.tasks.values())}
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(2 * (len(queues) + settings.CALLS_AT_ONCE)))
    async with app.open_async():
        workers = [asyncio.create_task(_work_off(app, queue)) for queue in sorted(queues)]

        def stop() -> None:
            for sign in _STOPS:
                loop.remove_signal_handler(sign)  # the second one ends it at once
            for worker in workers:
                if not worker.cancelling():  # once: the second time it would leave its job
                    worker.cancel()

        for sign in _STOPS:
            loop.add_signal_handler(sign, stop)
        await asyncio.wait(workers, return_when=FIRST_COMPLETED)
        stop()
        ended = await asyncio.gather(*workers, return_exceptions=True)
    for failed in (each for each in ended if isinstance(each, Exception)):
        raise failed


async def _work_off(app: App, queue: str) -> None:
    from django.conf import settings

    # What failed stays, to be looked at. Calls wait for others, not for this machine.
    await app.run_worker_async(
        queues=[queue],
        concurrency=settings.CALLS_AT_ONCE if queue == "calls" else 1,
        delete_jobs="successful",
        install_signal_handlers=False,
    )
