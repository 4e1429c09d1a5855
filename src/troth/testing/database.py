"""The database of the test run: made once for its migrations, emptied after a test that commits."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

_PACKAGE = Path(__file__).resolve().parents[1]

# What the migrations have put there, and the flush that this stands for puts back.
_KEPT = {"django_migrations", "django_content_type", "auth_permission", "procrastinate_version"}

# Few tables hold anything after a test, and few rows: this takes a thirtieth of the time of a
# TRUNCATE of all. As a replica the server runs no triggers: the journal's would refuse, and
# foreign keys have nothing to say when all is to go.
_EMPTY = """
    SET session_replication_role = replica;
    DO $$
    DECLARE name text; filled boolean;
    BEGIN
        FOREACH name IN ARRAY '{{{names}}}'::text[] LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
            IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
        END LOOP;
    END $$;
    RESET session_replication_role;
"""


def empty(_test: TransactionTestCase | None = None) -> None:
    """Delete every row. It stands in for TransactionTestCase._fixture_teardown."""
    names = {*connection.introspection.table_names()} - _KEPT
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY.format(names=",".join(sorted(names))))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database stays for the next run: to make one takes longer than most runs."""
    return True


@pytest.fixture(scope="session")
def django_db_createdb(request: pytest.FixtureRequest) -> bool:
    """Whether there is none that stayed, or one of other migrations."""
    mark, asked = _mark(), bool(request.config.getvalue("create_db"))
    return asked or not mark.exists() or mark.read_text(encoding="utf-8") != migrations()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_createdb: bool, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """What a run that was killed has left behind goes first."""
    with django_db_blocker.unblock():
        empty()
    _mark().write_text(migrations(), encoding="utf-8")
    yield


def _mark() -> Path:
    """Where it stands of which migrations the database is."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return Path(settings.TROTH_HOME, f"migrations-of-{worker}")


def migrations() -> str:
    """SHA-256, in hex, of all migrations."""
    digest = sha256()
    for file in sorted(_PACKAGE.glob("*/migrations/*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
