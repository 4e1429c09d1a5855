"""Another company's OpenID provider: a real server on this machine, for tests."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import jwt
import pytest
from pytest_django import Settings

from troth.testing.port import SOON

SECRET = "only for tests, of no more than this one provider"


@dataclass
class OpenIdProvider:
    """Knows one person, and tells of them what the scope of a request asks for."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the scope of each request
    refuses: bool = False
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    forged: dict[str, Any] = field(default_factory=dict)  # what its tokens say instead of the truth
    moved: bool = False  # whether its settings are elsewhere, as a redirect says

    def answer(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        """The JSON that an address answers with."""
        match path:
            case "/.well-known/openid-configuration" | "/settings":
                return {
                    "issuer": self.address,
                    "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token",
                    "userinfo_endpoint": f"{self.address}/userinfo",
                    "jwks_uri": f"{self.address}/keys",
                }
            case "/token":
                scope, audience, nonce = self.codes.pop(query["code"][0])
                now = int(time.time())
                claims = {"iss": self.address, "aud": audience, "iat": now, "exp": now + 60}
                claims |= {"nonce": nonce} | self._claims(scope) | self.forged
                token = jwt.encode(claims, SECRET, algorithm="HS256")
                return {"access_token": scope, "token_type": "Bearer", "id_token": token}
            case _:
                return {}

    def _claims(self, scope: str) -> dict[str, Any]:
        wanted = {"openid": ("sub",), "profile": ("name",), "email": ("email", "email_verified")}
        names = [name for part in scope.split() for name in wanted[part]]
        return {name: self.person[name] for name in names}

    def authorize(self, query: dict[str, list[str]]) -> str:
        """Where the visitor is sent back to."""
        back, state = query["redirect_uri"][0], query["state"][0]
        self.asked.append(query["scope"][0])
        if self.refuses:
            return f"{back}?{urlencode({'error': 'access_denied', 'state': state})}"
        code = uuid4().hex
        nonce = query.get("nonce", [""])[0]
        self.codes[code] = (query["scope"][0], query["client_id"][0], nonce)
        return f"{back}?{urlencode({'code': code, 'state': state})}"


@pytest.fixture
def openid_provider(settings: Settings) -> Iterator[OpenIdProvider]:
    """A provider named `Elsewhere` through which people may sign in."""
    provider = OpenIdProvider(
        person={
            "sub": "u-1",
            "name": "Elke Elsewhere",
            "email": "elke@elsewhere.example",
            "email_verified": True,
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            query = parse_qs(url.query)
            if url.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            elif provider.moved and url.path.startswith("/.well-known/"):
                self.send_response(302)
                self.send_header("Location", f"{provider.address}/settings")
                self.end_headers()
            elif url.path == "/userinfo":
                scope = self.headers["Authorization"].removeprefix("Bearer ")
                self._reply(provider._claims(scope))
            else:
                self._reply(provider.answer(url.path, query))

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            query = parse_qs(self.rfile.read(length).decode())
            self._reply(provider.answer(urlsplit(self.path).path, query))

        def _reply(self, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(SOON,), daemon=True).start()
    provider.address = f"http://127.0.0.1:{server.server_port}"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "elsewhere",
                    "name": "Elsewhere",
                    "client_id": "troth",
                    "secret": SECRET,
                    "settings": {"server_url": provider.address},
                }
            ]
        }
    }
    yield provider
    server.shutdown()
    server.server_close()
