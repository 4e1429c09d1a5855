"""A stand-in for a service that takes text messages over HTTP."""

import json
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pytest_django import Settings

from troth.core.setting_url import sms_from_url
from troth.testing.port import SOON

SHARE = """
[share.sms]
name = "A company that takes text messages"
role = "processor"
function = "delivers our text messages"
country = "IE"
receives = ["contact", "content"]
"""
TOKEN = "a-token"  # noqa: S105


class SmsServer(ThreadingHTTPServer):
    """The texts that arrived, oldest first, by telephone.

    `answers`: the status of each answer, and how many bytes it says besides; `left`: how many of
    those nobody took.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Texts)
        self.arrived: list[tuple[str, str]] = []
        self.answers = (202, 0)
        self.left = 0


class _Texts(BaseHTTPRequestHandler):
    server: SmsServer

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, self.server.left = self.server.answers
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            status = 401
        if status == 202:
            self.server.arrived.append((said["to"], said["text"]))
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(self.server.left))
        self.end_headers()
        with suppress(ConnectionError):
            while self.server.left:
                self.server.left -= self.wfile.write(bytes(min(self.server.left, 1 << 20)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def sms_server(settings: Settings) -> Iterator[SmsServer]:
    """A service to which the platform's text messages go."""
    with SmsServer() as server:
        Thread(target=server.serve_forever, args=(SOON,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        settings.SMS = sms_from_url(url, token=TOKEN, sender="Troth")
        yield server
        server.shutdown()
