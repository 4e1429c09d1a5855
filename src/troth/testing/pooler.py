"""A real pooler for tests: Debian's pgbouncer in transaction mode, before the test database."""

import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import psycopg
import pytest
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from troth.core.database.base import DatabaseWrapper
from troth.testing.needs import need
from troth.testing.port import free_port

_PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
_SERVER = ("host", "port", "user", "password")
_DOCS = Path(__file__).parents[3] / "docs" / "operating.md"
_PASSWORD = "of-the-pooler"
# What a test adds to the settings that are printed there.
_BESIDE = """
server_round_robin = 1
unix_socket_dir =
logfile = {home}/log
"""


@pytest.fixture
def behind_pooler(transactional_db: None) -> Iterator[str]:
    """The URL of the test's database behind a pooler, through which the test runs as well.

    It is set as `docs/operating.md` says.

    It takes its connections to the server in turns, so that what is kept in a session is not found
    again.
    """
    pgbouncer = need(_PGBOUNCER, "pgbouncer", "PGBOUNCER")
    server = connection.get_connection_params()
    host, name = str(server.get("host") or "localhost"), server["dbname"]
    with TemporaryDirectory() as directory:
        home, port = Path(directory), free_port()
        config = home / "conf"
        known = {key: server[key] for key in _SERVER if server.get(key)} | {"dbname": name}
        config.write_text(_settings(make_conninfo(**known), str(name), port, home))
        (home / "userlist.txt").write_text(f'"{server["user"]}" "{_PASSWORD}"\n')
        command = [pgbouncer, "-q", str(config)]
        if os.getuid() == 0:  # it refuses; the socket may be for its own user alone
            runs = pwd.getpwuid(Path(host).stat().st_uid if host[0] == "/" else 65534).pw_name
            shutil.chown(home, runs)
            command += ["-u", runs]
        pooler = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        user = str(server["user"])
        url = f"postgresql://{user}:{_PASSWORD}@127.0.0.1:{port}/{name}"
        direct = connections["default"]
        pooled = {"HOST": "127.0.0.1", "PORT": str(port), "USER": user, "PASSWORD": _PASSWORD}
        try:
            _wait_for(url, home / "log")
            connections["default"] = DatabaseWrapper(direct.settings_dict | pooled, "default")
            yield url
        finally:
            connections["default"].close()
            connections["default"] = direct
            pooler.terminate()
            pooler.wait(30)


def _settings(server: str, name: str, port: int, home: Path) -> str:
    """The settings that the docs print, led to the test's database."""
    _, _, chapter = _DOCS.read_text(encoding="utf-8").partition("## A pooler")
    printed = dedent(re.findall(r"(?:^    .*\n|^\n(?=    ))+", chapter, re.MULTILINE)[0])
    for documented, here in (
        ("troth = host=db.yours.example dbname=troth", f"{name} = {server}"),
        ("listen_port = 6432", f"listen_port = {port}"),
        ("/etc/pgbouncer/userlist.txt", str(home / "userlist.txt")),
    ):
        assert documented in printed, documented
        printed = printed.replace(documented, here)
    return printed + _BESIDE.format(home=home)


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
