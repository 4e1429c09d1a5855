"""A process that is killed before one of its statements."""

import os
import signal
import subprocess
import sys
import time

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
