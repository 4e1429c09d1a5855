"""A process that is killed before one of its statements."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

SETUP = """
import os
from datetime import UTC, date, datetime
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = "{database}"
django.setup()
from django.db import connection

left = {statements}

def count(execute, sql, params, many, context):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    return execute(sql, params, many, context)

connection.execute_wrappers.append(count)
"""


def run_and_kill(code: str, statements: int) -> None:
    """Run `code` in a process that is killed after that many statements, if it gets there."""
    setup = SETUP.format(database=connection.settings_dict["NAME"], statements=statements)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "troth.testing.settings"}
    done = subprocess.run([sys.executable, "-c", setup + code], env=environment)
    assert done.returncode in (0, -signal.SIGKILL)


def wait_for_the_server_to_notice() -> None:
    """The killed client's transaction is rolled back as soon as its server process sees it."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)


class Killed(BaseException):
    """What stands in for a kill, within the process that runs the tests."""


@contextmanager
def killed_after(statements: int) -> Iterator[None]:
    """Let so many statements through and no other one; what is open is taken back, as by a kill.

    Whoever uses it catches Killed, where it comes to that.
    """
    left = statements

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        # These are how a transaction within the test's own begins and ends.
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            left -= 1
            if left < 0:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield
