"""Stripe for a test: localstripe and what stands before it, in processes of their own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from troth.gateways.stripe.gateway import Stripe
from troth.testing.needs import need
from troth.testing.port import free_port

SECRET = "whsec_the_stand_in_signs_with_this"
KEY = "sk_test_known_to_nobody_else"
# What a policy says of Stripe by which customers can pay.
SHARE = """
[share.stripe]
name = "Stripe"
role = "processor"
function = "takes payments"
country = "US"
receives = ["identity", "contact", "billing", "payment"]
"""
_PATIENCE = 20.0  # seconds until localstripe has started, or told of something


@dataclass(frozen=True)
class Told:
    """An event as it is delivered."""

    kind: str
    raw: bytes
    signature: str

    @property
    def headers(self) -> dict[str, str]:
        return {"stripe-signature": self.signature}


class Counterpart:
    """The third party, as a test has it do things."""

    def __init__(self, url: str) -> None:
        self.url, self._told = url, list[Told]()

    def gateway(self, **options: Any) -> Stripe:
        """The plug-in, for an account here."""
        return Stripe(**self.options | options)

    @property
    def options(self) -> dict[str, Any]:
        """What the plug-in is told of an account here."""
        given = {"secret_key": KEY, "webhook_secrets": [SECRET], "site": "https://us.example/"}
        return given | {"account": "acct_ours", "url": self.url}

    def do(self, what: str, /, **said: Any) -> dict[str, Any]:
        """See `server.py`."""
        answer = requests.post(f"{self.url}/control/{what}", json=said, timeout=_PATIENCE)
        done: dict[str, Any] = answer.json()
        return done

    def forget(self) -> None:
        """Begin anew, for the next test."""
        self.events()  # which waits for what is underway
        self.do("forget")

    def asked(self, path: str = "") -> list[dict[str, Any]]:
        """The calls so far; of one path, where it is named."""
        every = requests.get(f"{self.url}/control/asked", timeout=_PATIENCE).json()["asked"]
        return [each for each in every if path in ("", each["path"])]

    def pay(self, page: str, **form: str) -> str:
        """Pay on a page; where the customer goes back to, blank while they are still there."""
        answer = requests.post(page, form, timeout=_PATIENCE, allow_redirects=False)
        return str(answer.headers.get("Location", ""))

    def events(self) -> list[Told]:
        """All that it tells of what was done until now."""
        ends = time.monotonic() + _PATIENCE
        while self._fetch():
            assert time.monotonic() < ends, "a payment stays underway"
            time.sleep(0.05)
        told, self._told = self._told, []
        return told

    def _fetch(self) -> bool:
        """What it tells until now; whether there is more to come."""
        said = requests.get(f"{self.url}/control/events", timeout=_PATIENCE).json()
        self._told += [Told(e["type"], e["body"].encode(), e["signature"]) for e in said["events"]]
        return bool(said["underway"])

    def event(self, kind: str) -> Told:
        """The first of this kind that was not taken yet; a direct debit takes its time."""
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            for each in self._told:
                if each.kind == kind:
                    self._told.remove(each)
                    return each
            self._fetch()
            time.sleep(0.05)
        raise AssertionError(f"{kind} was not told, but {[each.kind for each in self._told]}")


def installed(counterpart: Counterpart) -> dict[str, dict[str, object]]:
    """The setting GATEWAYS that has Stripe switched on, for an account here."""
    backend = "troth.gateways.stripe.gateway.Stripe"
    return {"stripe": {"BACKEND": backend, "OPTIONS": counterpart.options}}


@contextmanager
def running() -> Iterator[Counterpart]:
    """Both processes. Skips the test where there is no localstripe."""
    program = os.environ.get("TROTH_LOCALSTRIPE") or shutil.which("localstripe")
    command = need(program, "localstripe", "LOCALSTRIPE", of="uv tool install")
    local = f"http://127.0.0.1:{(port := free_port())}"
    silent = subprocess.DEVNULL
    localstripe = subprocess.Popen(
        [command, "--port", str(port), "--from-scratch"], stdout=silent, stderr=silent
    )
    try:
        _await(local)
        serve = [sys.executable, "-m", "troth.testing.stripe.server", local, SECRET]
        pipe = subprocess.PIPE
        with subprocess.Popen(serve, stdin=pipe, stdout=pipe, text=True) as front:
            assert front.stdout
            yield Counterpart(f"http://127.0.0.1:{int(front.stdout.readline())}")
            front.communicate()
    finally:
        localstripe.terminate()
        localstripe.wait()


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Counterpart]:
    """One for the tests of a file."""
    with running() as counterpart:
        yield counterpart


def _await(url: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        with suppress(requests.ConnectionError):
            requests.get(url, timeout=_PATIENCE)
            return
        time.sleep(0.05)
    raise AssertionError("localstripe has not started")
