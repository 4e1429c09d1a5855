"""PostgreSQL's own programs, `pg_dump` and `pg_restore`, on the database that Troth uses."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.core.postgres.server import binaries


def run_tool(name: str, *arguments: str, at_least: int = 0) -> int:
    """Run a program on the database, past a pooler; its major version.

    at_least: the major version without which it could not read what it is given. Raises TrothError
    where no such program is here, or where it fails; what PostgreSQL says of that may quote rows,
    and is shown with TROTH_DEBUG=1 alone.
    """
    where, password, major, encrypted = _where()
    program, version = _program(name, max(major, at_least), encrypted=encrypted)
    with reaching("the platform's own database"):
        done = subprocess.run(
            [program, "--dbname", where, "--no-password", *arguments],
            env=os.environ | ({"PGPASSWORD": password} if password else {}),
            stdin=subprocess.DEVNULL,
            stderr=None if os.environ.get("TROTH_DEBUG") == "1" else subprocess.DEVNULL,
        )
    if done.returncode:
        raise TrothError(
            f"{name} failed, and nothing was kept; run it with TROTH_DEBUG=1 to see what it says."
        )
    return version


def _where() -> tuple[str, str, int, bool]:
    """How the database is reached, the password, its major version, and whether by TLS."""
    if direct := settings.DIRECT_DATABASE_URL:
        with reaching("the platform's own database"), psycopg.connect(direct) as server:
            return _reached(server)
    connection.ensure_connection()
    return _reached(connection.connection)


def _reached(server: psycopg.Connection) -> tuple[str, str, int, bool]:
    known = server.info.get_parameters()
    # What libpq 16 and later fill in by themselves, and the programs of 15 refuse to know.
    if known.get("sslcertmode") == "allow":
        del known["sslcertmode"]
    return (
        make_conninfo(**known),
        server.info.password,
        server.info.server_version // 10_000,
        bool(server.pgconn.ssl_in_use),
    )


def _program(name: str, at_least: int, *, encrypted: bool) -> tuple[str, int]:
    """A program that is new enough, the system's before the one that Troth brings, and how new.

    That one speaks no TLS. Raises TrothError where there is none.
    """
    ours = binaries() / name
    for found in (shutil.which(name), None if encrypted else str(ours)):
        if found and (version := _major(Path(found))) >= at_least:
            return found, version
    raise TrothError(
        f"This needs {name} of PostgreSQL {at_least} or later; install Debian's package "
        f"postgresql-client-{at_least}, or the one of apt.postgresql.org."
    )


def _major(program: Path) -> int:
    with reaching("a program of this machine, which is asked for its version"):
        told = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\) (\d+)", told)
    return int(found[1]) if found else 0
