"""`troth worker`: work off the jobs, and what is due by the clock."""

import argparse
import asyncio
from datetime import UTC, datetime

from procrastinate import App, PsycopgConnector
from procrastinate.connector import BaseAsyncConnector

from troth.cli.platform import ready
from troth.core.limits import JOB, limited


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when stopped; 1 when the policy in force cannot run."""
    ready()
    from troth.publishing.running import plan_of, policy_on

    if policy := policy_on(datetime.now(UTC).date(), missing_ok=True):
        plan_of(policy)
    print("Working. Ctrl-C stops it.", flush=True)
    work()
    return 0


def work() -> None:
    """Work off jobs until interrupted."""
    from django.db import connections
    from procrastinate.contrib.django import app

    connections.close_all()
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
    async with app.open_async():
        # What failed stays, to be looked at.
        await app.run_worker_async(delete_jobs="successful")
