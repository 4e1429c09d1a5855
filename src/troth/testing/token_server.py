"""A stand-in for the token server of a mailbox: it hands out tokens, and says whose they are."""

import json
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

SECRET, REFRESH, TOKEN = "a-secret", "a-refresh-token", "an-access-token"  # noqa: S105


SERVICE, SCOPE = "reader@project.example", "https://mail.example/"


@cache
def _service_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def service_account(email: str = SERVICE) -> str:
    """The key file of an account that signs for the users of the mailboxes, as Google makes it."""
    kind = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    key = _service_key().private_bytes(*kind).decode()
    return json.dumps({"client_email": email, "private_key_id": "k1", "private_key": key})


class _Tokens(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {name: values[0] for name, values in sent.items()}
        if self.path == "/introspect":
            user = self.server.user if given.get("token") == TOKEN else ""  # type: ignore[attr-defined]
            self._answer(200, {"active": bool(user), "username": user})
        elif "assertion" in given:
            user = self._signed_for(given["assertion"])
            right = user == self.server.user  # type: ignore[attr-defined]
            self._answer(*((200, {"access_token": TOKEN}) if right else (401, {"error": "no"})))
        elif given.get("client_secret") == SECRET and (
            given.get("grant_type") == "client_credentials"
            or (given["grant_type"], given.get("refresh_token")) == ("refresh_token", REFRESH)
        ):
            self._answer(200, {"access_token": TOKEN, "token_type": "Bearer"})
        else:
            self._answer(401, {"error": "invalid_client"})

    def _signed_for(self, assertion: str) -> str:
        """Whose mailbox a service account asks for; empty where it does not as RFC 7523 says."""
        here = f"http://{self.headers['Host']}/token"
        try:
            said = jwt.decode(
                assertion,
                _service_key().public_key(),
                algorithms=["RS256"],
                audience=here,
                issuer=SERVICE,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError:
            return ""
        brief = said["exp"] - said["iat"] <= 3600 and said["scope"] == SCOPE
        known = jwt.get_unverified_header(assertion).get("kid") == "k1"
        return str(said["sub"]) if brief and known else ""

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
