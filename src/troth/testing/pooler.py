"""A real pooler for tests: Debian's pgbouncer in transaction mode, before the test database."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from troth.core.database.base import DatabaseWrapper
from troth.testing.needs import need
from troth.testing.port import free_port

_PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
_SERVER = ("host", "port", "user", "password")
_CONFIG = """
[databases]
* = {server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = 4
server_round_robin = 1
unix_socket_dir =
logfile = {home}/log
"""


@pytest.fixture
def behind_pooler(transactional_db: None) -> Iterator[str]:
    """The URL of the test's database behind a pooler, through which the test runs as well.

    It takes its connections to the server in turns, so that what is kept in a session is not found
    again.
    """
    pgbouncer = need(_PGBOUNCER, "pgbouncer", "PGBOUNCER")
    server = connection.get_connection_params()
    host, name = str(server.get("host") or "localhost"), server["dbname"]
    with TemporaryDirectory() as directory:
        home, port = Path(directory), free_port()
        config = home / "conf"
        config.write_text(
            _CONFIG.format(
                server=make_conninfo(**{key: server[key] for key in _SERVER if server.get(key)}),
                port=port,
                home=home,
            )
        )
        command = [pgbouncer, "-q", str(config)]
        if os.getuid() == 0:  # it refuses; the socket may be for its own user alone
            user = pwd.getpwuid(Path(host).stat().st_uid if host[0] == "/" else 65534).pw_name
            shutil.chown(home, user)
            command += ["-u", user]
        pooler = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        url = f"postgresql://{server['user']}@127.0.0.1:{port}/{name}"
        direct = connections["default"]
        pooled = {"HOST": "127.0.0.1", "PORT": str(port), "USER": server["user"], "NAME": name}
        try:
            _wait_for(url, home / "log")
            connections["default"] = DatabaseWrapper(direct.settings_dict | pooled, "default")
            yield url
        finally:
            connections["default"].close()
            connections["default"] = direct
            pooler.terminate()
            pooler.wait(30)


def _wait_for(url: str, log: Path) -> None:
    for _ in range(50):
        try:
            # Two transactions at once, so that it has two connections to take in turns.
            with psycopg.connect(url) as one, psycopg.connect(url) as other:
                one.execute("SELECT")
                other.execute("SELECT")
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    pytest.fail(f"pgbouncer does not start: {log.read_text() if log.exists() else 'no log'}")
