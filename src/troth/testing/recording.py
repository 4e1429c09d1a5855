"""A stand-in for whoever is told something over HTTP: it keeps every byte that it is sent."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from troth.testing.port import SOON


class Recorder(ThreadingHTTPServer):
    """What was sent, head and body of each request; `says` is the JSON that all are answered."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.sent: list[bytes] = []
        self.says: Any = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        head = f"{self.requestline}\n{self.headers}".encode()
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.sent.append(head + body)
        said = json.dumps(self.server.says).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """One that runs."""
    with Recorder() as server:
        Thread(target=server.serve_forever, args=(SOON,), daemon=True).start()
        yield server
        server.shutdown()
