"""Whoever was let be told something sends nobody on with it: it would go to any other host."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from troth.core.ask_outside import ask_outside
from troth.core.leave import reaching
from troth.testing.port import SOON


class Server(HTTPServer):
    """Sends everybody on to itself, with what they told; `told` is what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.told: list[str] = []


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append(self.path)
        self.send_response(307 if self.path == "/" else 200)
        self.send_header("Location", f"http://localhost:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        Thread(target=running.serve_forever, args=(SOON,), daemon=True).start()
        yield running
        running.shutdown()


def test_what_is_told_goes_to_one_host(server: Server) -> None:
    with reaching("the test"):
        url = f"http://127.0.0.1:{server.server_port}/"
        status, _said = ask_outside("POST", url, longest=100, data=b"a name")
    assert (status, server.told) == (307, ["/"])
