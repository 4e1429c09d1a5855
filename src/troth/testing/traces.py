"""Where a number has been left: in any column of any table, in what is sealed, and in the log."""

import json
import logging
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import StringIO

from django.db import connection

from troth.accounts.cache import _USE
from troth.accounts.models import CacheEntry, Session
from troth.accounts.sessions import SessionStore
from troth.core.log import Formatter
from troth.core.vault import InvalidToken, unseal

_GROUPS = ["4111", "1111", "1111", "1111"]
CARD = " ".join(_GROUPS)
UNSPACED = "".join(_GROUPS)
_WRITTEN = "[^0-9a-z]*".join(_GROUPS)
_IN_BYTES = "(2[0d])?".join(group.encode().hex() for group in _GROUPS)
_TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_' AND (c.relname = ANY(%(named)s) OR %(every)s) ORDER BY 1
"""


def kept_in(tables: Collection[str] | None = None) -> list[str]:
    """The tables a row of which holds the number, as text, within JSON or as bytes.

    tables: which alone to look into, by their names.
    """
    if tables is not None and not tables:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, {"named": [*(tables or ())], "every": tables is None})
        rows = " UNION ALL ".join(
            f"SELECT '{name}' FROM {name} t WHERE t::text ~ '{_WRITTEN}|{_IN_BYTES}'"  # noqa: S608
            for (name,) in cursor.fetchall()
        )
        cursor.execute(rows)
        found = [name for (name,) in cursor.fetchall()]
    return found + [f"{where}, unsealed" for where, said in _sealed() if _is_in(said)]


@contextmanager
def logged() -> Iterator[StringIO]:
    """All that is logged meanwhile, as it would be written."""
    log = StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Formatter("%(levelname)s %(name)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "troth")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield log
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def is_logged(log: StringIO) -> bool:
    """Whether the number is in the log."""
    return _is_in(log.getvalue())


def _is_in(text: str) -> bool:
    return re.search(_WRITTEN, text) is not None


def _sealed() -> Iterator[tuple[str, str]]:
    for session in Session.objects.all():
        yield "a session", json.dumps(SessionStore().decode(session.session_data))
    for entry in CacheEntry.objects.all():
        try:
            text = unseal(bytes(entry.value).decode(), _USE)
        except (UnicodeDecodeError, InvalidToken):  # moments that are counted, which are no text
            continue
        yield "the cache", text
