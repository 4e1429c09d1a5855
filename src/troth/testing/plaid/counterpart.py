"""The stand-in for Plaid for a test, which has it do things."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Counterpart:
    """See `server.py` for what it can be told."""

    def __init__(self, url: str) -> None:
        self.url = url

    def do(self, what: str, **said: Any) -> None:
        data = json.dumps(said).encode()
        asked = urllib.request.Request(f"{self.url}/control/{what}", data, method="POST")
        urllib.request.urlopen(asked).close()  # noqa: S310  (a server of the tests')

    def _said(self) -> Any:
        with urllib.request.urlopen(f"{self.url}/control/asked") as answer:
            return json.loads(answer.read())

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What it was asked, each with path, body, status and answer."""
        return list(self._said()["asked"])

    @property
    def items(self) -> list[str]:
        """The accesses that it has not let go of."""
        return list(self._said()["items"])


@contextmanager
def running() -> Iterator[Counterpart]:
    """The stand-in in a process of its own."""
    command = [sys.executable, "-m", "troth.testing.plaid.server"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        yield Counterpart(f"http://127.0.0.1:{int(process.stdout.readline())}")
        process.communicate()
