"""What customers and the plug-in meet as Stripe, as a process of its own.

    python -m troth.testing.stripe.server LOCALSTRIPE SECRET

It writes the port on which it listens, and ends when its input is closed. LOCALSTRIPE is the URL of
a localstripe, which keeps customers, payment methods, payments, refunds, payouts and events; those
are fetched from there, since it waits for a second before it sends one.
Before it stand the pages of Checkout, the keys of calls, the lists and the search by which payments
are found, and what payouts are of. What a call may say is read from Stripe's own library.

At `/control/…`: `events` (those that wait, signed by SECRET, and whether a payment is underway, so
that another comes), `asked` (all calls, as they came), `misbehave` (for the next call: before,
after, half, down, busy, refuse, meanwhile or fine), `refund`, `dispute`, `pay_out`,
`lag` (what was made from now on is not found by the search, until `ends`), `forget` (all that was).
"""

import json
import sys
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

import stripe
from stripe import WebhookSignature

from troth.testing.stripe.accounts import Accounts
from troth.testing.stripe.form import flat, nested
from troth.testing.stripe.pages import Pages
from troth.testing.stripe.refuse import AnswerError, refuse

_KEY = "sk_test_of_the_stand_in"
# What each call may say, by the library; and of that what localstripe does not take.
_PARAMETERS = {
    "customers": stripe.params.CustomerCreateParams,
    "payment_intents": stripe.params.PaymentIntentCreateParams,
    "refunds": stripe.params.RefundCreateParams,
    "setup_intents": stripe.params.SetupIntentCreateParams,
    "checkout/sessions": stripe.params.checkout.SessionCreateParams,
}
_UNKNOWN = {
    "payment_intents": {"automatic_payment_methods", "description", "expand"},
    "customers": set[str](),
    "refunds": {"expand"},
}
_MONTHLY = 200  # minor units, of each payout
Said = dict[str, Any]


class Front:
    """What stands before localstripe."""

    def __init__(self, localstripe: str, secret: str) -> None:
        self.localstripe, self.secret = localstripe, secret
        self._begin()

    def _begin(self) -> None:
        self.pages = Pages(self)
        self.accounts = Accounts(self)
        self.keys: dict[str, tuple[Any, int, Said]] = {}
        self.events: list[Said] = []
        self.heard: set[str] = set()
        self.asked: list[Said] = []
        self.misbehaves: list[str] = []
        self.payouts: dict[str, list[Said]] = {}
        self.paid_out: set[str] = set()
        self.lags_since: int | None = None

    def call(self, method: str, path: str, told: Said) -> Said:
        """What Stripe answers. Raises AnswerError."""
        match method, path.strip("/").split("/")[1:]:
            case "POST", ["checkout", "sessions"]:
                return self.pages.make(told)
            case "GET", ["checkout", "sessions"]:
                return _list(self.pages.found(told))
            case "GET", ["checkout", "sessions", name]:
                return self.pages.read(name, _expand(told))
            case "POST", ["customers", name, "sources"]:
                return self.accounts.add(name, told)
            case "GET", ["customers", name, "sources"]:
                return _list(self.accounts.of(name))
            case "POST", ["setup_intents"]:
                return self.accounts.set_up(told)
            case "POST", ["payment_intents"]:
                return self._charged(told)
            case "GET", ["payment_intents"]:
                return _list(self._intents())
            case "GET", ["payment_intents", "search"]:
                return _list(self._searched(told["query"]))
            case "GET", ["refunds"]:
                every = self.local("GET", "refunds?limit=100")["data"]
                intent = told.get("payment_intent")
                return _list([e for e in every if intent in (None, e["payment_intent"])])
            case "GET", ["balance_transactions"]:
                return _list(self._booked(told["payout"]))
        what = path.strip("/").split("/")[1]
        path = self.accounts.inside(path)
        known = {name: told[name] for name in told if name not in _UNKNOWN.get(what, ())}
        asked = path.removeprefix("/v1/") + (f"?{flat(known)}" if method == "GET" and known else "")
        said = self.local(method, asked, **({} if method == "GET" else known))
        if (method, what) == ("POST", "refunds"):
            self.tell("refund.created", said)
        elif asked.endswith("/detach"):
            self.tell("payment_method.detached", said)
        return said

    def forget(self) -> None:
        """Begin anew. A payment that is underway would go on."""
        url = f"{self.localstripe}/_config/data"
        urllib.request.urlopen(urllib.request.Request(url, method="DELETE")).close()
        self._begin()

    def local(self, method: str, what: str, **told: Any) -> Said:
        """What localstripe answers, with what it lacks. Raises AnswerError."""
        data = flat(told).encode() if method == "POST" else None
        asked = urllib.request.Request(f"{self.localstripe}/v1/{what}", data, method=method)
        asked.add_header("Authorization", f"Bearer {_KEY}")
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310  (of this machine)
                said: Said = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            body = json.loads(error.read())["error"]
            if error.code == 404:
                body["code"] = "resource_missing"
            raise AnswerError(error.code, body) from None
        whole(said)
        if said.get("object") == "payout":
            of_ours = said["id"] in self.payouts
            said |= {"automatic": of_ours}
            said |= {"reconciliation_status": "completed" if of_ours else "not_applicable"}
        return said

    def tell(self, kind: str, about: Said) -> None:
        """Make an event of ours."""
        number = f"evt_front{len(self.events)}{time.time_ns()}"
        made = {
            **{"id": number, "object": "event", "type": kind, "created": int(time.time())},
            **{"livemode": False, "data": {"object": about}},
        }
        self.sign(made)

    def sign(self, event: Said) -> None:
        whole(event)
        body = json.dumps(self.accounts.outside(event))
        signed = WebhookSignature.generate_signature_header(body, self.secret)
        self.events.append({"type": event["type"], "body": body, "signature": signed})

    def hear(self) -> None:
        """What localstripe tells; a payment from a page is told of by the page as well."""
        for event in self.local("GET", "events?limit=10000")["data"]:
            if event["id"] in self.heard:
                continue
            self.heard.add(event["id"])
            self.sign(event)
            about = event["data"]["object"]
            if about.get("object") == "payment_intent":
                self.pages.hear(event["type"], about)

    def is_underway(self) -> bool:
        """Whether a payment is: a direct debit takes half a second there."""
        every = self.local("GET", "charges?limit=10000")["data"]
        return any(each["status"] == "pending" for each in every)

    def dispute(self, intent: str, kind: str, status: str) -> Said:
        paid = self.local("GET", f"payment_intents/{intent}")
        charge = paid["latest_charge"]["id"]
        made = {
            **{"id": f"dp_{intent[3:]}", "object": "dispute", "payment_intent": intent},
            **{"charge": charge, "amount": paid["amount"], "currency": paid["currency"]},
            **{"reason": "fraudulent", "status": status, "metadata": {}},
            "evidence_details": {"due_by": int(time.time()) + 7 * 86400, "has_evidence": False},
            "balance_transactions": [
                {
                    **{"object": "balance_transaction", "amount": -paid["amount"], "fee": 1500},
                    "currency": paid["currency"],
                }
            ],
        }
        self.tell(f"charge.dispute.{kind}", made)
        return made

    def pay_out(self) -> Said:
        """Pay out all that was not yet; with it goes what Stripe takes for the month."""
        every = self.local("GET", "balance_transactions?limit=100")["data"]
        booked = [each for each in every if each["id"] not in self.paid_out]
        self.paid_out |= {each["id"] for each in booked}
        for each in booked:
            what = "charges" if each["type"] == "charge" else "refunds"
            each["source"] = self.local("GET", f"{what}/{each['source']}")
        fee = {
            **{"id": f"txn_month{len(self.payouts)}", "object": "balance_transaction"},
            **{"amount": -_MONTHLY, "fee": 0, "net": -_MONTHLY, "type": "stripe_fee"},
            **{"reporting_category": "fee", "source": None, "currency": "eur"},
        }
        net = sum(each["net"] for each in (*booked, fee))
        told = {
            "amount": net,
            "currency": "eur",
            "statement_descriptor": "STRIPE",
            "status": "paid",
        }
        made = self.local("POST", "payouts", **told)
        own = fee | {"id": "txn_own", "amount": -net, "net": -net, "type": "payout"}
        self.payouts[made["id"]] = [own | {"reporting_category": "payout"}, fee, *booked]
        return made

    def _charged(self, told: Said) -> Said:
        """A payment without its customer, which Stripe declines where a bank wants them."""
        known = {name: told[name] for name in told if name not in _UNKNOWN["payment_intents"]}
        if way := known.get("payment_method"):
            self.accounts.require_mandate(way)
            known["payment_method"] = self.accounts.inside(way)
        try:
            made = self.local("POST", "payment_intents", **known)
        except AnswerError as error:
            said = error.said["error"]
            if charge := said.get("charge"):
                intent = self.local("GET", f"charges/{charge}")["payment_intent"]
                said["type"] = "card_error"
                said["payment_intent"] = self.local("GET", f"payment_intents/{intent}")
            raise
        if made["status"] == "requires_action" and told.get("off_session") == "true":
            why = {"type": "card_error", "code": "authentication_required"}
            raise AnswerError(402, why | {"payment_intent": made})
        paths = _expand(told)
        return self.local("GET", f"payment_intents/{made['id']}?{flat({'expand': paths})}")

    def _intents(self) -> list[Said]:
        every = self.local("GET", "payment_intents?limit=100")["data"]
        return sorted(every, key=lambda each: -each["created"])

    def _searched(self, query: str) -> list[Said]:
        """By metadata, and late."""
        name, value = (part.strip("'") for part in query.removeprefix("metadata[").split("]:"))
        found = [each for each in self._intents() if each["metadata"].get(name) == value]
        until = self.lags_since
        return [each for each in found if until is None or each["created"] < until]

    def _booked(self, payout: str) -> list[Said]:
        if payout not in self.payouts:
            raise refuse(400, "payout_made_by_hand")
        return self.payouts[payout]


def whole(said: Any) -> None:
    """Add what Stripe always says and localstripe leaves out."""
    if isinstance(said, list):
        for each in said:
            whole(each)
    if not isinstance(said, dict):
        return
    for each in list(said.values()):
        whole(each)
    kind = said.get("object")
    if kind == "payment_intent":
        said["amount_received"] = said["amount"] if said["status"] == "succeeded" else 0
        said["cancellation_reason"] = None
    elif kind == "balance_transaction" and said.get("type") == "charge":
        said["fee"] = 25 + round(said["amount"] * 0.015)
        said["net"] = said["amount"] - said["fee"]
    elif kind == "payout" and not said.get("statement_descriptor"):
        said["statement_descriptor"] = None


def _list(found: list[Said]) -> Said:
    return {"object": "list", "data": found, "has_more": False, "url": ""}


def _expand(told: Said) -> dict[str, str]:
    paths = told.get("expand") or {}
    return {str(number): path for number, path in enumerate(paths.values())}


class Server(ThreadingHTTPServer):
    """Stripe. One thing is done after the other."""

    daemon_threads = True

    def __init__(self, localstripe: str, secret: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.front, self.lock = Front(localstripe, secret), Lock()


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        front = self.server.front
        if parts.path == "/control/events":
            with self.server.lock:
                underway = front.is_underway()  # before: what ends in between is told of
                front.hear()
                waiting, front.events = front.events, []
            self._answer(200, {"events": waiting, "underway": underway})
        elif parts.path == "/control/asked":
            self._answer(200, {"asked": front.asked})
        elif parts.path.startswith("/pay/"):
            self._page(front.pages.html(parts.path.rpartition("/")[2]))
        else:
            self._called(parts.path, nested(parts.query), "")

    def do_DELETE(self) -> None:
        self._called(urlsplit(self.path).path, {}, "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        front, path = self.server.front, urlsplit(self.path).path
        if path.startswith("/control/"):
            self._control(path.rpartition("/")[2], json.loads(body))
        elif path.startswith("/pay/"):
            with self.server.lock:
                back = front.pages.pay(path.rpartition("/")[2], nested(body))
            if back:
                self.send_response(303)
                self.send_header("Location", back)
                self.end_headers()
            else:
                self._page("<p>Your card was declined.</p>")
        else:
            self._called(path, nested(body), self.headers.get("Idempotency-Key", ""))

    def _control(self, what: str, said: Said) -> None:
        front = self.server.front
        with self.server.lock:
            match what:
                case "misbehave":
                    front.misbehaves.append(said["how"])
                    answer: Said = {}
                case "lag":
                    front.lags_since = None if said.get("ends") else int(time.time())
                    answer = {}
                case "dispute":
                    answer = front.dispute(said["payment"], said["kind"], said["status"])
                case "refund":
                    told = {name: str(value) for name, value in said.items()}
                    answer = front.call("POST", "/v1/refunds", told)
                case "detach":
                    answer = front.call("POST", f"/v1/payment_methods/{said['way']}/detach", {})
                case "forget":
                    front.forget()
                    answer = {}
                case "expire":
                    answer = front.pages.expire(said["session"])
                case "way":
                    answer = front.pages.way(said["customer"], said["card"])
                case "local":
                    method = said.get("method", "POST")
                    answer = front.local(method, said["what"], **said.get("told", {}))
                case _:
                    answer = front.pay_out()
        self._answer(200, answer)

    def _called(self, path: str, told: Said, key: str) -> None:
        """What the plug-in asks for, answered as well as it is told to."""
        front, how = self.server.front, ""
        front.asked.append(
            {
                **{"method": self.command, "path": path, "told": told},
                "headers": dict(self.headers.items()),
            }
        )
        if front.misbehaves:
            how = front.misbehaves.pop(0)
        if how == "before":
            self._say_nothing()
        elif how == "down":
            self._answer(500, {"error": {"type": "api_error"}})
        elif how == "refuse":
            self._answer(400, refuse(400, "resource_invalid").said)
        elif how == "meanwhile":
            self._answer(409, refuse(409, "lock_timeout").said)
        elif how == "busy":
            self._answer(429, refuse(429, "rate_limit").said)
        else:
            with self.server.lock:
                status, said = self._once(path, told, key)
            if how == "after":
                self._say_nothing()
            else:
                self._answer(status, said, breaks_off=how == "half")

    def _once(self, path: str, told: Said, key: str) -> tuple[int, Said]:
        """The answer; the same for a key that was there before, as long as it asks the same."""
        front, what = self.server.front, path.removeprefix("/v1/")
        if not self.headers.get("Authorization", "").startswith("Bearer sk_"):
            return 401, refuse(401, "api_key_invalid").said
        may = _PARAMETERS.get(what) if self.command == "POST" else None
        for name in told if may else ():
            if name not in may.__annotations__:
                return 400, refuse(400, "parameter_unknown", name).said
        if key in front.keys:
            before, status, said = front.keys[key]
            if before != (path, told):
                return 400, {"error": {"type": "idempotency_error"}}
            return status, said
        try:
            status, said = 200, front.accounts.outside(front.call(self.command, path, told))
        except AnswerError as error:
            status, said = error.status, error.said
        if key:
            front.keys[key] = ((path, told), status, said)
        return status, said

    def _page(self, html: str) -> None:
        self._send(200, "text/html; charset=utf-8", f"<!doctype html>{html}".encode())

    def _answer(self, status: int, said: Said, *, breaks_off: bool = False) -> None:
        text = json.dumps(said).replace("FRONT", f"http://{self.headers['Host']}")
        self._send(status, "application/json", text.encode(), breaks_off=breaks_off)

    def _send(self, status: int, kind: str, body: bytes, *, breaks_off: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if breaks_off else body)
        self.close_connection = breaks_off

    def _say_nothing(self) -> None:
        """Hang up."""
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until whoever has started it closes its input."""
    with Server(sys.argv[1], sys.argv[2]) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_port, flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
