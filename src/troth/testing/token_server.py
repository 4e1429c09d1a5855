"""A stand-in for the token server of a mailbox: it hands out tokens, and says whose they are."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

SECRET, REFRESH, TOKEN = "a-secret", "a-refresh-token", "an-access-token"  # noqa: S105


class _Tokens(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {name: values[0] for name, values in sent.items()}
        if self.path == "/introspect":
            user = self.server.user if given.get("token") == TOKEN else ""  # type: ignore[attr-defined]
            self._answer(200, {"active": bool(user), "username": user})
        elif given.get("client_secret") == SECRET and (
            given.get("grant_type") == "client_credentials"
            or (given["grant_type"], given.get("refresh_token")) == ("refresh_token", REFRESH)
        ):
            self._answer(200, {"access_token": TOKEN, "token_type": "Bearer"})
        else:
            self._answer(401, {"error": "invalid_client"})

    def _answer(self, status: int, body: object) -> None:
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serving(user: str) -> Iterator[str]:
    """The address of a server whose tokens are for the mailbox of `user`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Tokens) as server:
        server.user = user  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def token_server() -> Iterator[str]:
    """The address of the server that opens the mailbox of the tests."""
    yield from serving("privacy@provider.example")
