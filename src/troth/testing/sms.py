"""A stand-in for a service that takes text messages over HTTP."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pytest_django import Settings

from troth.settings import sms_from_url

TOKEN = "a-token"  # noqa: S105


class SmsServer(ThreadingHTTPServer):
    """The texts that arrived, oldest first, by telephone. `refuses` turns everything away."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Texts)
        self.arrived: list[tuple[str, str]] = []
        self.refuses = False


class _Texts(BaseHTTPRequestHandler):
    server: SmsServer

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = self.headers["Authorization"] == f"Bearer {TOKEN}" and not self.server.refuses
        if known:
            self.server.arrived.append((said["to"], said["text"]))
        self.send_response(202 if known else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def sms_server(settings: Settings) -> Iterator[SmsServer]:
    """A service to which the platform's text messages go."""
    with SmsServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        settings.SMS = sms_from_url(url, token=TOKEN, sender="Troth")
        yield server
        server.shutdown()
