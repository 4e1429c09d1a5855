"""The cache, in the database: what is counted or remembered for minutes, by all processes together.

Attempts to sign in are counted here, so that a limit holds however many processes and hosts serve
the pages. Django's own DatabaseCache counts the whole table on each write and throws out entries
at random once it is full, which whoever guesses passwords could bring about.
"""

import json
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from struct import unpack
from time import time_ns
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from troth.accounts.models import CacheEntry
from troth.core.provider import salt
from troth.core.vault import InvalidToken, seal, unseal
from troth.core.written_once import Given, written_once

_PUT = """
    INSERT INTO accounts_cacheentry AS entry (key, value, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
# Django's own is a transaction of three statements.
_DELETE = "DELETE FROM accounts_cacheentry WHERE key = %s"
# The moments of what is counted, the latest first, each of eight bytes that sort as it does.
_COUNT = """
    INSERT INTO accounts_cacheentry AS entry (key, value, expires_at)
    SELECT %(key)s, int8send(%(now)s), %(until)s WHERE %(most)s > 0
    ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at,
        value = excluded.value || substring(entry.value FROM 1 FOR 8 * (%(most)s - 1))
    WHERE length(entry.value) < 8 * %(most)s
        OR substring(entry.value FROM 8 * %(most)s - 7 FOR 8) <= int8send(%(since)s)
"""
_MICRO = 1_000_000
_USE = "troth.accounts.cache.value"
_last_read: ContextVar[tuple[str, Any]] = ContextVar("_last_read", default=("", None))
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Cache(BaseCache):
    """A backend for CACHES. Caches know no `at`: this one reads the clock itself.

    Values are kept as JSON, which runs nothing when it is read, whoever wrote it. They are sealed:
    the code by which a site asks who has signed in is among them.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def make_key(self, key: str, version: int | None = None) -> str:
        """Keys hold addresses of people and of their computers; the table does not."""
        text = f"{version or self.version}:{key}"
        return salted_hmac(salt("troth.accounts.cache"), text, algorithm="sha256").hexdigest()

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        found = _value(key=self.make_key(key, version), at=_now())
        value = next(iter(found), None)
        read = default
        with suppress(InvalidToken):  # of another SECRET_KEY, or an earlier release
            read = default if value is None else json.loads(unseal(bytes(value).decode(), _USE))
        _last_read.set((key, read))
        return read

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep a value, in place of any other."""
        self._put(_PUT, key, value, timeout, version)

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value unless there is one; whether it was kept."""
        sql = f"{_PUT} WHERE entry.expires_at <= statement_timestamp()"
        return self._put(sql, key, value, timeout, version) == 1

    def touch(
        self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value for longer; whether there was one."""
        found = CacheEntry.objects.filter(key=self.make_key(key, version), expires_at__gt=_now())
        return found.update(expires_at=self._until(timeout)) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, [self.make_key(key, version)])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        """Forget everything."""
        CacheEntry.objects.all().delete()

    def count(self, key: str, *, most: int, within: float) -> bool:
        """Count that something happens, by one statement; False, and nothing is counted, where it
        has happened as often as it may. within: seconds."""
        now = time_ns() // 1000
        values: dict[str, Any] = {
            "key": self.make_key(f"counted {key}"),
            "most": most,
            "now": now,
            "since": now - int(within * _MICRO),
            "until": self._until(within),
        }
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, values)
            counted = bool(cursor.rowcount)
        if not counted:
            found = CacheEntry.objects.filter(key=values["key"]).values_list("value", flat=True)
            moments = bytes(found.first() or b"")
            times = unpack(f">{len(moments) // 8}q", moments)
            _last_read.set((key, [each / _MICRO for each in times]))
        return counted

    def _put(
        self, sql: str, key: str, value: Any, timeout: float | None, version: int | None
    ) -> int:
        sealed = seal(json.dumps(value), _USE).encode()
        row = (self.make_key(key, version), sealed, self._until(timeout))
        with connection.cursor() as cursor:
            cursor.execute(sql, row)
            return int(cursor.rowcount)

    def _until(self, timeout: float | None) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return _NEVER if seconds is None else _now() + timedelta(seconds=seconds)


@written_once
def _value() -> QuerySet[Any, Any]:
    found = CacheEntry.objects.filter(key=Given("key"), expires_at__gt=Given("at"))
    return found.values_list("value", flat=True)


def last_read() -> tuple[str, Any]:
    """The key that was looked up last in this thread, and its value."""
    return _last_read.get()


def _now() -> datetime:
    return datetime.now(UTC)
