"""A stand-in for PayPal, as a process of its own.

    python -m troth.testing.paypal.server ROOTS NAME

It makes an authority whose certificate it writes to the file ROOTS, and signs events by a
certificate for NAME. It writes the port on which it listens. Its page has buttons for what a
customer does there: `ok`, `declined` (they agree, and their wallet has no money), `pending` (the
money comes from a bank) and `cancel`. What it is asked and answers stands at `/control/asked`,
events at `/control/events` until they are fetched. `/control/forget` has it begin anew,
`/control/misbehave` behave badly, once for each time it is told to:

before       no answer, and nothing was done        after        no answer, and it was done
half         the answer breaks off, it was done     down         503, and nothing was done
lost         `half`, of the next that takes an order
busy         429                                    token        the token is not good any more
and for the next event of a payment: amount, currency, payee, key (not ours), unreadable, forged
(signed by another key), stale (signed long ago).
"""

import json
import re
import sys
from base64 import b64encode
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from troth.testing.paypal.certificate import authority, signer
from troth.testing.paypal.wallets import ANOTHERS, NotDoneError, Said, Wallets

ID, SECRET, WEBHOOK = "the-app", "its-secret", "8PT597110X687430LKGECATA"
CERTIFICATE = "/v1/notifications/certs/CERT-1"
_OF_CALLS = ("before", "after", "half", "lost", "down", "busy", "token")
_LONG_AGO = timedelta(days=5)
# By the end of a path what is published calls it.
_PUBLISHED = (
    (r"(/v2/checkout/orders/)[^/]+(/capture)?", r"\1{id}\2"),
    (r"(/v2/payments/captures/)[^/]+(/refund)?", r"\1{capture_id}\2"),
    (r"(/v2/payments/refunds/)[^/]+", r"\1{refund_id}"),
    (r"(/v3/vault/[a-z]+-tokens/)[^/]+", r"\1{id}"),
)


class Server(ThreadingHTTPServer):
    """One thing is done after the other."""

    daemon_threads = True

    def __init__(self, roots: str, name: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.lock = Lock()
        of = authority()
        self.signer, self.stranger = signer(of, name), signer(of, name)
        Path(roots).write_bytes(of.pem)
        self.forget()

    def forget(self) -> None:
        """Begin anew, with the certificates that are known."""
        self.wallets = Wallets()
        self.wallets.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[Said] = []
        self.made: dict[tuple[str, str], Said] = {}  # by path and key
        self.misbehaves: list[str] = []
        self.tokens = 0

    def signed(self, said: Said) -> Said:
        """An event as it is delivered, as the next misbehaviour has it."""
        how = ""
        if said["event_type"].startswith("PAYMENT."):
            how = next((each for each in self.misbehaves if each not in _OF_CALLS), "")
        if how:
            self.misbehaves.remove(how)
            _spoil(said["resource"], how)
        raw = json.dumps(said)
        now = datetime.now(UTC) - (_LONG_AGO if how == "stale" else timedelta(0))
        when, name = now.strftime("%Y-%m-%dT%H:%M:%SZ"), f"transmission-{said['id']}"
        by = self.stranger if how == "forged" else self.signer
        headers = {
            **{"PayPal-Transmission-Id": name, "PayPal-Transmission-Time": when},
            **{"PayPal-Auth-Algo": "SHA256withRSA"},
            "PayPal-Cert-Url": f"{self.wallets.url}{CERTIFICATE}",
            "PayPal-Transmission-Sig": by.sign(name, when, WEBHOOK, raw.encode()),
        }
        return {"type": said["event_type"], "body": raw, "headers": headers}


def _spoil(resource: Said, how: str) -> None:
    match how:
        case "amount":
            resource["amount"] = {**resource["amount"], "value": "1.00"}
        case "currency":
            resource["amount"] = {**resource["amount"], "currency_code": "XTS"}
        case "payee":
            resource["payee"] = {"merchant_id": ANOTHERS}
        case "key":
            resource["custom_id"] = "not ours"
        case "unreadable":
            del resource["status"]


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.strip("/").split("/"):
            case ["checkoutnow"] | ["agreements", "approve"]:
                self._page(query.get("token") or query["approval_session_id"])
            case ["v1", "notifications", "certs", _]:
                self._send(200, self.server.signer.chain, "application/x-pem-file")
            case ["control", "asked"]:
                self._answer(200, {"asked": self.server.asked})
            case ["control", "memory"]:
                with self.server.lock:
                    self._answer(200, {"memory": self.server.wallets.memory()})
            case ["control", "events"]:
                with self.server.lock:
                    waiting = [self.server.signed(each) for each in self.server.wallets.events]
                    self.server.wallets.events.clear()
                self._answer(200, {"events": waiting})
            case _:
                self._called("GET", {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        path = parts.path.strip("/").split("/")
        if path[0] in ("checkoutnow", "agreements"):
            query = parse_qs(parts.query)
            name = (query.get("token") or query["approval_session_id"])[0]
            with self.server.lock:
                back = self.server.wallets.act(name, parse_qs(body.decode())["does"][0])
            self.send_response(303)
            self.send_header("Location", back)
            self.end_headers()
        elif path[0] == "control":
            self._control(path[1], json.loads(body))
        elif path == ["v1", "oauth2", "token"]:
            self._token(body)
        else:
            self._called("POST", json.loads(body))

    def do_DELETE(self) -> None:
        self._called("DELETE", {})

    def _token(self, body: bytes) -> None:
        app = "Basic " + b64encode(f"{ID}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != app or body != b"grant_type=client_credentials":
            self._answer(401, {"error": "invalid_client"})
            return
        self.server.tokens += 1
        token = {"access_token": f"token{self.server.tokens}", "token_type": "Bearer"}
        self._answer(200, {**token, "expires_in": 32400})

    def _called(self, method: str, said: Said) -> None:
        server = self.server
        how = next((each for each in server.misbehaves if each in _OF_CALLS), "")
        if how == "lost" and not self.path.endswith("/capture"):
            how = ""
        if how:
            server.misbehaves.remove(how)
        if how == "before":
            self._say_nothing()
            return
        if how == "token":
            server.tokens += 1
        refused = {"down": (503, "SERVICE_UNAVAILABLE"), "busy": (429, "RATE_LIMIT_REACHED")}
        with server.lock:
            if self.headers.get("Authorization") != f"Bearer token{server.tokens}":
                status, answer = 401, _error("AUTHENTICATION_FAILURE", "INVALID_TOKEN")
            elif how in refused:
                status, name = refused[how]
                answer = _error(name, name)
            else:
                status, answer = self._done(method, said)
            path = urlsplit(self.path).path
            for which, named in _PUBLISHED:
                path = re.sub(f"^{which}$", named, path)
            call = {"method": method, "path": path, "body": said, "status": status}
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append({**call, "answer": answer, "headers": headers})
            body = json.dumps(answer).encode() if answer else b""
        if how == "after":
            self._say_nothing()
        else:
            self._send(status, body, "application/json", breaks_off=how in ("half", "lost"))

    def _done(self, method: str, said: Said) -> tuple[int, Said]:
        """What is asked for, or how that stands which was made before under the same key."""
        wallets, path = self.server.wallets, urlsplit(self.path).path.strip("/").split("/")
        key = (self.path, self.headers.get("PayPal-Request-Id") or "")
        if method == "POST" and key in self.server.made:
            return 200, deepcopy(self.server.made[key])
        try:
            match (method, path):
                case ("POST", ["v2", "checkout", "orders"]):
                    status, made = wallets.order(said)
                case ("POST", ["v2", "checkout", "orders", name, "capture"]):
                    status, made = wallets.capture(name)
                case ("POST", ["v2", "payments", "captures", name, "refund"]):
                    status, made = wallets.refund(name, said)
                case ("POST", ["v3", "vault", "setup-tokens"]):
                    status, made = wallets.setup(said)
                case ("POST", ["v3", "vault", "payment-tokens"]):
                    status, made = wallets.token(said)
                case ("DELETE", ["v3", "vault", "payment-tokens", name]):
                    status, made = wallets.delete(name)
                case _:
                    status, made = 200, wallets.standing(path)
        except NotDoneError as error:
            names = {404: "RESOURCE_NOT_FOUND", 422: "UNPROCESSABLE_ENTITY"}
            return error.status, _error(names[error.status], error.issue)
        if method == "POST" and key[1]:
            self.server.made[key] = made
        return status, deepcopy(made)

    def _control(self, what: str, said: Said) -> None:
        wallets, answer = self.server.wallets, dict[str, Any]()
        with self.server.lock:
            match what:
                case "misbehave":
                    self.server.misbehaves.append(said["how"])
                case "forget":
                    self.server.forget()
                case "forget_keys":  # some hours have passed
                    self.server.made.clear()
                case "act":
                    answer = {"back": wallets.act(said["name"], said["does"])}
                case "way":
                    answer = wallets.way(declines=said["declines"])
                case "gone":
                    wallets.gone(said["name"])
                case "refund":
                    _, answer = wallets.refund(said["payment"], {"amount": said["amount"]})
                case "settle":
                    wallets.settle(said["name"], paid=said["paid"])
                case "dispute":
                    answer = {"name": wallets.dispute(said["payment"])}
                case "decide":
                    wallets.decide(said["name"], said["outcome"])
                case "tell":
                    wallets.tell(said["kind"], said["resource"])
        self._answer(200, answer)

    def _page(self, name: str) -> None:
        """Where the customer agrees to pay."""
        wallets = self.server.wallets
        order = wallets.orders.get(name)
        what = "A payment method"
        if order:
            money = order["said"]["purchase_units"][0]["amount"]
            what = f"{money['value']} {money['currency_code']}"
        buttons = "".join(
            f'<button name="does" value="{does}">{does}</button>'
            for does in ("ok", "declined", "pending", "cancel")
        )
        page = f"<h1>{escape(what)}</h1><form method=post>{buttons}</form>"
        said = f"<!doctype html><title>PayPal</title>{page}".encode()
        self._send(200, said, "text/html; charset=utf-8")

    def _answer(self, status: int, said: Said) -> None:
        self._send(status, json.dumps(said).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, *, breaks_off: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if breaks_off else body)
        self.close_connection = breaks_off

    def _say_nothing(self) -> None:
        """Until whoever asks has gone."""
        self.connection.recv(1)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _error(name: str, issue: str) -> Said:
    messages = {
        "RESOURCE_NOT_FOUND": "The specified resource does not exist.",
        "UNPROCESSABLE_ENTITY": "The requested action could not be performed, semantically "
        "incorrect, or failed business validation.",
    }
    return {
        **{"name": name, "message": messages.get(name, "It is not done.")},
        "debug_id": "90957fca61718",
        # PayPal repeats what it was told.
        "details": [{"issue": issue, "value": "payer@customer.example"}],
        "links": [],
    }


def main() -> None:
    """Serve until whoever has started it closes its input."""
    with Server(sys.argv[1], sys.argv[2]) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_port, flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
