"""However much somebody else answers, no more is read than the limit, unpacked as well."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from troth.core.ask_outside import ask_outside
from troth.core.leave import reaching
from troth.testing.port import SOON

MUCH, LIMIT = b"0" * 1_000_000, 1_000


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        packed = self.path == "/packed"
        body = gzip.compress(MUCH) if packed else MUCH
        self.send_response(200)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # whoever asked has enough

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        Thread(target=server.serve_forever, args=(SOON,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", ["/plain", "/packed"])
def test_the_rest_is_left(url: str, path: str) -> None:
    with reaching("the test"):
        status, said = ask_outside("GET", f"{url}{path}", longest=LIMIT)
    assert status == 200 and len(said) <= LIMIT and set(said) == {ord("0")}
