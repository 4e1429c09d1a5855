"""The PostgreSQL server that Troth runs itself when it is given no other.

Every process that uses the server holds a shared lock on `postgres.holders`. The one that can
make its lock exclusive when it leaves was the last, and stops the server. The kernel releases the
locks of a killed process, so there is no list of users that could go stale: a server left behind
by a killed process serves the next one and stops with it.
"""

import atexit
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import errors, sql

from troth.core.errors import TrothError
from troth.core.postgres.cluster import PORT, SUPERUSER, Cluster, binaries, listening

__all__ = ["PLATFORM", "PORT", "SUPERUSER", "binaries", "create_database", "start", "stop"]


PLATFORM = "troth"  # the role of whoever connects: it owns the databases, and is no superuser

# What was made by an earlier release, as the superuser, is the platform's.
_HAND_OVER = f"""
    DO $$ DECLARE it record; BEGIN
        FOR it IN
            SELECT CASE WHEN relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind,
                format('%I.%I', relnamespace::regnamespace, relname) AS name
            FROM pg_class WHERE relkind IN ('r', 'p', 'S') AND relowner = '{SUPERUSER}'::regrole
            AND relnamespace = 'public'::regnamespace AND NOT EXISTS (
                SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i')
            )
            UNION ALL SELECT 'ROUTINE', oid::regprocedure::text FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND proowner = '{SUPERUSER}'::regrole
            UNION ALL SELECT 'TYPE', oid::regtype::text FROM pg_type
            WHERE typnamespace = 'public'::regnamespace AND typowner = '{SUPERUSER}'::regrole
            AND typtype IN ('e', 'd')
        LOOP
            EXECUTE format('ALTER %s %s OWNER TO {PLATFORM}', it.kind, it.name);
        END LOOP;
    END $$
"""


class _Hold(NamedTuple):
    """What this process knows of a server that it keeps running."""

    lock: int
    socket_dir: Path
    databases: set[str]


_holds: dict[Path, _Hold] = {}
_guard = threading.Lock()


def start(home: Path) -> Path:
    """Make sure that the server of `home` runs, and that it does so until this process ends.

    The first call makes the cluster in `home/postgres`. Later calls start the server again if it
    has died, and cost next to nothing otherwise. A forked child has to call for itself.

    Returns the directory of the server's socket. Raises TrothError when there can be no server.
    """
    return _held(home).socket_dir


def stop(home: Path) -> None:
    """Give up the server of `home`, which stops unless another process holds it.

    A process that ends gives up all its servers by itself.
    """
    home = home.resolve()
    with _guard:
        if hold := _holds.pop(home, None):
            # Another process holds the server, or the whole home is gone.
            with suppress(OSError), _locked(home):
                fcntl.flock(hold.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                Cluster(home / "postgres").stop()
            os.close(hold.lock)


def create_database(home: Path, name: str) -> Path:
    """Do what `start` does, and make sure that the server has the database `name`."""
    hold = _held(home)
    if name not in hold.databases:
        _create_database(hold.socket_dir, name)
        hold.databases.add(name)
    return hold.socket_dir


def _create_database(socket_dir: Path, name: str) -> None:
    database, platform = sql.Identifier(name), sql.Identifier(PLATFORM)
    quicker = suppress(errors.DuplicateObject, errors.DuplicateDatabase, errors.UniqueViolation)
    with _superuser(socket_dir, "postgres") as connection:
        owned = "SELECT datdba = to_regrole(%s) FROM pg_database WHERE datname = %s"
        found = connection.execute(owned, [PLATFORM, name]).fetchone()
        if found and found[0]:
            return
        with quicker:  # another process may be
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(platform))
        if found is None:
            with quicker:
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(database, platform))
            return
    with _superuser(socket_dir, name) as connection:
        connection.execute(_HAND_OVER)
        owner = sql.SQL("ALTER DATABASE {} OWNER TO {}")
        connection.execute(owner.format(database, platform))


def _superuser(socket_dir: Path, database: str) -> psycopg.Connection:
    """A connection for what needs more than the platform's own role may do."""
    return psycopg.connect(
        host=str(socket_dir), port=PORT, user=SUPERUSER, dbname=database, autocommit=True
    )


def _held(home: Path) -> _Hold:
    home = home.resolve()
    with _guard:
        hold = _holds.get(home)
        if hold is None or not listening(hold.socket_dir):
            hold = _take_hold(home)
        return hold


def _take_hold(home: Path) -> _Hold:
    # What is set for another server (PGHOSTADDR, PGSERVICE, PGOPTIONS) would be added to our own.
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(home) as lock:
            cluster = Cluster(home / "postgres")
            if not cluster.data.exists():
                cluster.create(lock)
            socket_dir = cluster.running() or cluster.start()
            hold = _Hold(_open(home / "postgres.holders"), socket_dir, set())
            fcntl.flock(hold.lock, fcntl.LOCK_SH)
    except OSError as error:
        raise TrothError(
            f"PostgreSQL cannot run in {home} ({error.strerror}: {error.filename}): make that "
            "possible, set TROTH_HOME to another directory or DATABASE_URL to another server."
        ) from error
    if former := _holds.pop(home, None):
        os.close(former.lock)
    _holds[home] = hold
    return hold


@contextmanager
def _locked(home: Path) -> Iterator[int]:
    """Keep all other processes from starting or stopping the server of `home`."""
    lock = _open(home / "postgres.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode=0o600)


@atexit.register
def _stop_all() -> None:
    for home in list(_holds):
        stop(home)


def _forget_in_child() -> None:
    # A forked child shares its parent's locks: were it to use them, it would answer for both.
    # Closing its copies leaves the parent's locks as they are.
    for hold in _holds.values():
        os.close(hold.lock)
    _holds.clear()
    _guard.release()


# No process forks in the middle of a start, whose locks the child would keep.
os.register_at_fork(
    before=_guard.acquire, after_in_parent=_guard.release, after_in_child=_forget_in_child
)
