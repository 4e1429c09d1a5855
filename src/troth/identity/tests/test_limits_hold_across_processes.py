import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from troth.accounts.models import CacheEntry
from troth.accounts.tasks import forget_cached
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)

_ELSEWHERE = """
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = "{database}"
from django.test import Client
client = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.9")
for _ in range(4):
    client.post("/sign-in/", {{"login": "{email}", "password": "wrong"}})
"""


def test_attempts_in_another_process_count_here() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    code = _ELSEWHERE.format(database=connection.settings_dict["NAME"], email=person.email)
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.9")
    client.post("/sign-in/", {"login": person.email, "password": "wrong"})
    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert "too often" in answer.content.decode()


def test_the_table_says_nothing_about_whom_it_counts() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    Client().post("/sign-in/", {"login": person.email, "password": "wrong"})
    assert CacheEntry.objects.exists()
    for entry in CacheEntry.objects.all():
        assert len(entry.key) == 64
        assert person.email.encode() not in entry.value and b"127.0.0.1" not in entry.value


def test_it_is_a_cache_like_any_other() -> None:
    assert cache.add("a", [1]) and not cache.add("a", [2])
    assert cache.get("a") == [1] and cache.get("b", 5) == 5
    cache.set("a", None)
    assert cache.get("a", 5) is None and "a" in cache
    assert cache.touch("a") and cache.delete("a") and not cache.delete("a")
    cache.set("gone", 1, timeout=0)
    cache.set("stays", 1, timeout=None)
    assert cache.get("gone") is None and cache.add("gone", 2)
    cache.set("gone", 1, timeout=-1)
    forget_cached(0)
    assert CacheEntry.objects.count() == 1
    cache.clear()
    assert not CacheEntry.objects.exists()


def test_what_is_counted_counts_no_more_once_it_was_long_ago() -> None:
    count = cache.count  # type: ignore[attr-defined]  # ours has it
    assert [count("a", most=2, within=60) for _ in range(3)] == [True, True, False]
    assert not count("b", most=0, within=60) and count("b", most=1, within=60)
    assert count("a", most=2, within=0) and not count("a", most=2, within=60)
