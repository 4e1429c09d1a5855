"""The stand-in for PayPal for a test: started, the plug-in for it, and what it has it do."""

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from troth.gateways.gateway import Event
from troth.gateways.paypal.gateway import PayPal
from troth.testing.paypal.server import ID, SECRET, WEBHOOK
from troth.testing.paypal.wallets import OURS
from troth.testing.pretend import counterpart

CERTIFIED = "messages.paypal.example"
SHARE = """
[share.paypal]
name = "PayPal"
role = "controller"
function = "takes payments, by its own policy"
country = "US"
receives = ["identity", "contact", "billing"]
"""


@dataclass(frozen=True)
class Told(counterpart.Told):
    """An event as it is delivered to a gateway's address; kind: PayPal's word for that."""

    gateway: str = "paypal"
    kind: str = ""

    @property
    def lowered(self) -> dict[str, str]:
        """The headers as a plug-in gets them."""
        return {name.lower(): value for name, value in self.headers.items()}


class Counterpart:
    """The third party, as a test has it do things: see `server.py`."""

    def __init__(self, url: str, roots: str) -> None:
        self.url, self._roots = url, roots

    @property
    def options(self) -> dict[str, Any]:
        """What the plug-in takes to ask this."""
        return {
            **{"client_id": ID, "secret": SECRET, "webhook": WEBHOOK, "merchant": OURS},
            **{"keeps": True, "url": self.url, "names": (CERTIFIED,)},
            **{"certificates": self.url, "roots": self._roots},
        }

    def gateway(self, **options: Any) -> PayPal:
        """The plug-in, for an account here."""
        return PayPal(**self.options | options)

    def do(self, what: str, **said: Any) -> dict[str, Any]:
        data = json.dumps(said).encode()
        asked = urllib.request.Request(f"{self.url}/control/{what}", data, method="POST")
        with urllib.request.urlopen(asked) as answer:  # noqa: S310  (a server of the tests')
            done: dict[str, Any] = json.loads(answer.read())
        return done

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The calls so far, each with method, path, body, headers, status and answer."""
        return list(self._said("asked"))

    @property
    def memory(self) -> dict[str, Any]:
        """What it knows of customers: see `Wallets.memory`."""
        return dict(self._said("memory"))

    def events(self, *, without: str = "") -> list[Told]:
        """Those that wait, which are fetched once; without those of a kind."""
        every = (
            Told(each["body"].encode(), each["headers"], kind=each["type"])
            for each in self._said("events")
        )
        return [each for each in every if each.kind != without]

    def _said(self, what: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/control/{what}") as answer:
            return json.loads(answer.read())[what]


def read(gateway: PayPal, told: Told, at: Any) -> Event:
    """An event as the plug-in reads it."""
    return gateway.parse(told.body, told.lowered, at=at)


@contextmanager
def running() -> Iterator[Counterpart]:
    """The stand-in in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        roots = str(Path(folder, "roots.pem"))
        command = [sys.executable, "-m", "troth.testing.paypal.server", roots, CERTIFIED]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdout
            yield Counterpart(f"http://127.0.0.1:{int(process.stdout.readline())}", roots)
            process.communicate()


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Counterpart]:
    """One for the tests of a file."""
    with running() as party:
        yield party
