"""The made-up gateway for a test: its third party started, the plug-in switched on."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from troth.gateways.installed import made

SECRET = "what signs events"
NAME = "pretend"


@dataclass(frozen=True)
class Told:
    """An event as it is delivered to a gateway's address."""

    body: bytes
    headers: Mapping[str, str]
    gateway: str = NAME


class Counterpart:
    """The third party, as a test has it do things."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def port(self) -> int:
        """Of this machine."""
        return int(self.url.rpartition(":")[2])

    def do(self, what: str, **said: Any) -> dict[str, Any]:
        """See `control` of `server.py`."""
        data = json.dumps(said).encode()
        asked = urllib.request.Request(f"{self.url}/control/{what}", data, method="POST")
        with urllib.request.urlopen(asked) as answer:  # noqa: S310  (a server of the tests')
            said = json.loads(answer.read())
        return said

    def misbehave(self, *how: str) -> None:
        for each in how:
            self.do("misbehave", how=each)

    def asked(self, what: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/control/{what}") as answer:
            return json.loads(answer.read())[what]

    def events(self) -> list[Told]:
        """Those that wait, which are fetched once."""
        return [
            Told(each["body"].encode(), {"Pretend-Signature": each["signature"]})
            for each in self.asked("events")
        ]

    def deliver(self, *events: Told) -> list[int]:
        """Have those that wait, or these, told to us; the status of each answer."""
        return [tell(each) for each in events or self.events()]


def tell(event: Told) -> int:
    """Tell us of an event, as a gateway does."""
    answer = Client(enforce_csrf_checks=True).post(
        f"/gateways/{event.gateway}/events/",
        event.body,
        content_type="application/json",
        headers=event.headers,
    )
    return int(answer.status_code)


@contextmanager
def running() -> Iterator[Counterpart]:
    """The third party in a process of its own."""
    command = [sys.executable, "-m", "troth.testing.pretend.server", SECRET]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        yield Counterpart(f"http://127.0.0.1:{int(process.stdout.readline())}")
        process.communicate()


@pytest.fixture(scope="session")
def made_up() -> Iterator[Counterpart]:
    """One for all tests."""
    with running() as counterpart:
        yield counterpart


@pytest.fixture
def pretend(made_up: Counterpart, settings: Settings) -> Iterator[Counterpart]:
    """A gateway called `pretend` is switched on; its third party is this, and knows nothing yet."""
    made_up.do("forget")
    settings.GATEWAYS = {
        NAME: {
            "BACKEND": "troth.testing.pretend.plug_in.Pretend",
            "OPTIONS": {"url": made_up.url, "secret": SECRET},
        }
    }
    made.cache_clear()
    yield made_up
    made.cache_clear()
