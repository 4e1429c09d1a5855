"""The third party behind the gateway that is made up, as a process of its own.

    python -m troth.testing.pretend.server SECRET

It writes the port on which it listens. It keeps payments in memory, has a page to pay on, and
behaves as badly as `/control/misbehave` says, once for each time that it is told to:

before       no answer, and nothing was done        after        no answer, and it was done
half         the answer breaks off, it was done     down         503, and nothing was done
and for the next event that it makes: amount, currency, payee, key (not ours any more), unreadable,
forged (signed by somebody else), stale (signed long ago), twice, first (before all that wait).

Events wait at `/control/events` until they are fetched, or go where `/control/notify` says.
`/control/forget` has it begin anew.
"""

import json
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from troth.testing.pretend.signature import signature

FEE = 30  # minor units of each payment
DISPUTE_FEE = 1500
_OF_CALLS = ("before", "after", "half", "down")
_LONG_AGO = 3600  # seconds

Said = dict[str, Any]


class NotDoneError(Exception):
    """What is asked for is not done."""


class Till:
    """What the third party knows, all of it in memory."""

    def __init__(self, secret: bytes) -> None:
        self.secret, self.notify = secret, ""
        self.numbers: Counter[str] = Counter()
        self.sessions: dict[str, Said] = {}
        self.standings: dict[str, Said] = {}  # payments and refunds, by reference
        self.ways: dict[str, Said] = {}
        self.payouts: dict[str, Said] = {}
        self.disputes: dict[str, Said] = {}
        self.unpaid: list[Said] = []  # parts of the next payout
        self.events: list[Said] = []
        self.misbehaves: list[str] = []
        self.forgotten: list[str] = []

    # What the plug-in asks for.

    def session(self, said: Said) -> Said:
        for reference, each in self.sessions.items():
            if said["key"] and each["key"] == said["key"]:
                return {"reference": reference, "url": f"/pay/{reference}"}
        reference = self._new("ses")
        self.sessions[reference] = said
        return {"reference": reference, "url": f"/pay/{reference}"}

    def charge(self, said: Said) -> Said:
        if known := self._by_key(said["key"]):
            return known
        way = self.ways.get(said["kept"])
        if way is None:
            raise NotDoneError
        return self._paid(said, way["does"])

    def refund(self, said: Said) -> Said:
        if said["key"] and (known := self._by_key(said["key"])):
            return known
        payment = self.standings.get(said["payment"])
        back = [r for r in self.standings.values() if r.get("of") == said["payment"]]
        if payment is None or sum(r["amount"] for r in back) + said["amount"] > payment["amount"]:
            raise NotDoneError
        made: Said = {
            **{name: payment[name] for name in ("payee", "currency")},
            **{"outcome": "paid", "reference": self._new("ref"), "key": said["key"]},
            **{"of": said["payment"], "amount": said["amount"]},
        }
        self.standings[made["reference"]] = made
        self._owe(made["reference"], -said["amount"], 0, payment["currency"])
        self.tell("refund", standing=made)
        return made

    def look_up(self, key: str, reference: str) -> Said | None:
        named = self.standings.get(reference)
        if named and key in ("", named["key"]):
            return named
        session = next((s for s in self.sessions.values() if key and s["key"] == key), None)
        found = self._by_key(key) if key else None
        if found is None and session:
            return {
                **{"outcome": "open", "reference": "", "key": key, "payee": "ours"},
                **{"amount": session["amount"], "currency": session["currency"]},
            }
        return found

    def forget(self, said: Said) -> Said:
        """A payment method, or a customer with all that is known of them; what was paid stays."""
        name = said["reference"]
        self.forgotten.append(name)
        self.ways = {
            way: its for way, its in self.ways.items() if name not in (way, its["customer"])
        }
        for session in self.sessions.values():
            if name == session["payer"].get("customer"):
                session["payer"] = {}
        for paid in self.standings.values():
            if name in (paid.get("kept") or {}).values():
                del paid["kept"]
        return {}

    def memory(self) -> Said:
        """All that is known here."""
        kept = ("sessions", "standings", "ways", "payouts", "disputes", "events")
        return {name: getattr(self, name) for name in kept}

    # What happens there.

    def pay(self, session: str, does: str) -> str:
        """What the customer does on the page: ok, declined, underway. Where they go back to."""
        said = self.sessions[session]
        if said["amount"]:
            self._paid(said, does)
        elif does == "ok":
            kept = self._keep(said)
            setup = {
                **{"outcome": "paid", "reference": session, "key": said["key"], "payee": "ours"},
                **{"amount": 0, "currency": said["currency"]},
            }
            self.tell("kept", kept=kept, standing=setup)
        return str(said["back"])

    def _keep(self, said: Said) -> Said:
        kept = self.way({"customer": said["payer"]["customer"]})
        said["payer"]["customer"] = kept["customer"]
        return kept

    def way(self, said: Said) -> Said:
        """A payment method, kept for a customer; does: what comes of a charge."""
        reference = self._new("way")
        customer = said.get("customer") or self._new("cus")
        self.ways[reference] = {"customer": customer, "does": said.get("does", "ok")}
        return {
            **{"reference": reference, "customer": customer, "kind": said.get("kind", "card")},
            "label": "Visa 4242",
        }

    def gone(self, said: Said) -> Said:
        self.ways.pop(said["reference"], None)
        self.tell("gone", gone=said["reference"])
        return {}

    def settle(self, said: Said) -> Said:
        """Money that was underway arrives, or does not: ok, declined."""
        paid = self.standings[said["reference"]]
        self._end(paid, said["does"])
        return paid

    def sell(self, said: Said) -> Said:
        """Another system on the same account is paid, by a customer of its own or of ours."""
        made = self._paid({"key": "", "amount": said["amount"], "currency": "EUR"}, "underway")
        made["customer"] = said.get("customer", "cus_of_others")
        self._end(made, "ok")
        return made

    def dispute(self, said: Said) -> Said:
        payment = self.standings[said["payment"]]
        reference, amount = self._new("dis"), int(said.get("amount") or payment["amount"])
        self.disputes[reference] = {"payment": said["payment"], "amount": amount}
        self._owe(said["payment"], -amount, -DISPUTE_FEE, payment["currency"])
        by = datetime.now(UTC) + timedelta(days=7)
        self._dispute("dispute", reference, fee=DISPUTE_FEE, answer_by=by.isoformat())
        return {"reference": reference}

    def decide(self, said: Said) -> Said:
        dispute = self.disputes[said["dispute"]]
        if said["won"]:
            currency = self.standings[dispute["payment"]]["currency"]
            self._owe(dispute["payment"], dispute["amount"], 0, currency)
        self._dispute("dispute won" if said["won"] else "dispute lost", said["dispute"])
        return {}

    def pay_out(self, said: Said) -> Said:
        reference, parts = self._new("out"), self.unpaid
        self.unpaid = []
        made: Said = {
            **{"reference": reference, "arrives": datetime.now(UTC).date().isoformat()},
            "amount": sum(part["amount"] + part["fee"] for part in parts) + said.get("more", 0),
            "currency": parts[0].pop("currency") if parts else "EUR",
            "parts": [{n: part[n] for n in ("reference", "amount", "fee")} for part in parts],
            "descriptor": f"PRETEND {reference.upper()}",
        }
        if said.get("by_hand"):
            made |= {"by_hand": True, "parts": []}
        self.payouts[reference] = made
        self.tell("payout", payout=reference)
        return made

    def lose_payout(self, said: Said) -> Said:
        """One does not arrive: its money is here again, and in the next."""
        lost = self.payouts[said["reference"]]
        lost["lost"] = True
        self._owe("", lost["amount"], 0, lost["currency"])
        self.tell("payout", payout=said["reference"])
        return {}

    # Events.

    def tell(self, what: str, **said: Any) -> None:
        """Make an event, as the next misbehaviour has it."""
        how = next((each for each in self.misbehaves if each not in _OF_CALLS), "")
        if how:
            self.misbehaves.remove(how)
        name, at = self._new("evt"), datetime.now(UTC).isoformat()
        said = json.loads(json.dumps({"name": name, "what": what, "at": at, **said}))
        wrong = {"amount": 100, "currency": "XTS", "payee": "another", "key": "not ours"}
        if how in wrong:
            said["standing"][how] = wrong[how]
        if how == "unreadable":
            said["what"] = "something new"
        raw = json.dumps(said)
        moment = str(int(time.time()) - (_LONG_AGO if how == "stale" else 0))
        secret = b"of somebody else" if how == "forged" else self.secret
        made = {"body": raw, "signature": f"{moment} {signature(secret, moment, raw.encode())}"}
        self.events.insert(0 if how == "first" else len(self.events), made)
        if how == "twice":
            self.events.append(made)

    def _dispute(self, what: str, reference: str, *, fee: int | None = None, **said: Any) -> None:
        dispute = self.disputes[reference]
        about = {**self.standings[dispute["payment"]], "amount": dispute["amount"], "fee": fee}
        self.tell(what, dispute=reference, standing=about, **said)

    def _paid(self, said: Said, does: str) -> Said:
        """A payment as it came out."""
        made = {
            **{"outcome": "underway", "reference": self._new("pay"), "key": said["key"]},
            **{"payee": "ours", "amount": said["amount"], "currency": said["currency"]},
        }
        self.standings[made["reference"]] = made
        if said.get("keep") and does != "declined":
            made["kept"] = self._keep(said)
        if does == "asks":
            made |= {"outcome": "asked", "url": f"/confirm/{made['reference']}"}
        elif does != "underway":
            self._end(made, does)
        return made

    def _end(self, paid: Said, does: str) -> None:
        paid.pop("url", None)
        if does == "ok":
            paid |= {"outcome": "paid", "fee": FEE}
            self._owe(paid["reference"], paid["amount"], -FEE, paid["currency"])
        else:
            again = "later" if does == "declined" else does
            paid |= {"outcome": "declined", "code": "insufficient_funds", "again": again}
        self.tell("payment", standing=paid)

    def _owe(self, reference: str, amount: int, fee: int, currency: str) -> None:
        part = {"reference": reference, "amount": amount, "fee": fee, "currency": currency}
        self.unpaid.append(part)

    def _by_key(self, key: str) -> Said | None:
        return next((each for each in self.standings.values() if each["key"] == key), None)

    def _new(self, kind: str) -> str:
        self.numbers[kind] += 1
        return f"{kind}_{self.numbers[kind]}"


class Server(ThreadingHTTPServer):
    """The third party. One thing is done after the other."""

    daemon_threads = True

    def __init__(self, secret: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.till, self.lock = Till(secret), Lock()


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        till, path = self.server.till, parts.path.strip("/").split("/")
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match path:
            case ["standings"]:
                said = till.look_up(asked.get("key", ""), asked.get("reference", ""))
                self._answer(200 if said else 404, self._hosted(said or {}))
            case ["payouts", reference]:
                found = till.payouts.get(reference)
                self._answer(200 if found else 404, found or {})
            case ["pay", session] if session in till.sessions:
                self._page(till.sessions[session])
            case ["control", "events"]:
                with self.server.lock:
                    waiting, till.events = till.events, []
                self._answer(200, {"events": waiting})
            case ["control", "forgotten"]:
                self._answer(200, {"forgotten": till.forgotten})
            case ["control", "memory"]:
                with self.server.lock:
                    self._answer(200, {"memory": till.memory()})
            case _:
                self._answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        till, path = self.server.till, self.path.strip("/").split("/")
        if path[0] == "pay":
            does = parse_qs(body.decode()).get("does", ["ok"])[0]
            with self.server.lock:
                back = till.pay(path[1], does)
            self._notify()
            self.send_response(303)
            self.send_header("Location", back)
            self.end_headers()
            return
        said = json.loads(body or b"{}")
        if path[0] == "control":
            self._control(path[1], said)
            return
        self._called(path[0], said)
        self._notify()

    def _called(self, what: str, said: Said) -> None:
        """What the plug-in asks for, answered as well as it is told to."""
        till = self.server.till
        verbs: dict[str, Callable[[Said], Said]] = {
            "sessions": till.session,
            "charges": till.charge,
            "refunds": till.refund,
            "forget": till.forget,
        }
        how = next((each for each in till.misbehaves if each in _OF_CALLS), "")
        if how:
            till.misbehaves.remove(how)
        if how == "down":
            self._answer(503, {})
        elif how == "before":
            self._say_nothing()
        else:
            try:
                with self.server.lock:
                    answer = verbs[what](said)
            except NotDoneError:
                self._answer(402, {})
                return
            answer = self._hosted(answer)
            if how == "after":
                self._say_nothing()
            else:
                self._answer(200, answer, breaks_off=how == "half")

    def _hosted(self, said: Said) -> Said:
        """With whole addresses, as customers are led to them."""
        return (
            {**said, "url": f"http://{self.headers['Host']}{said['url']}"}
            if "url" in said
            else said
        )

    def _control(self, what: str, said: Said) -> None:
        till = self.server.till
        match what:
            case "misbehave":
                till.misbehaves.append(said["how"])
                self._answer(200, {})
                return
            case "forget":
                with self.server.lock:
                    self.server.till = Till(till.secret)
                self._answer(200, {})
                return
            case "notify":
                till.notify = said["url"]
                self._answer(200, {})
                return
            case "pay":
                with self.server.lock:
                    till.pay(said["session"], said.get("does", "ok"))
                answer: Said = {}
            case _:
                with self.server.lock:
                    answer = {
                        "way": till.way,
                        "gone": till.gone,
                        "settle": till.settle,
                        "sell": till.sell,
                        "dispute": till.dispute,
                        "decide": till.decide,
                        "refund": till.refund,
                        "payout": till.pay_out,
                        "lose_payout": till.lose_payout,
                    }[what](said)
        self._answer(200, answer)
        self._notify()

    def _notify(self) -> None:
        """Deliver what waits, where somebody has said to where."""
        till = self.server.till
        if not till.notify:
            return
        with self.server.lock:
            waiting, till.events = till.events, []
        for each in waiting:
            Thread(target=_deliver, args=(till.notify, each), daemon=True).start()

    def _page(self, session: Said) -> None:
        """Where the customer pays."""
        amount = session["amount"]
        what = f"{amount} {session['currency']}" if amount else "A payment method"
        buttons = "".join(
            f'<button name="does" value="{does}">{does}</button>'
            for does in ("ok", "declined", "underway")
        )
        page = f"<h1>{escape(what)}</h1><form method=post>{buttons}</form>"
        said = f"<!doctype html><title>Pretend</title>{page}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _answer(self, status: int, said: Said, *, breaks_off: bool = False) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
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


def _deliver(url: str, event: Said) -> None:
    """Again and again until it is taken, as third parties do."""
    headers = {"Pretend-Signature": event["signature"], "Content-Type": "application/json"}
    for pause in (0.0, 0.2, 1.0, 5.0):
        time.sleep(pause)
        asked = urllib.request.Request(url, event["body"].encode(), headers, method="POST")
        try:
            urllib.request.urlopen(asked)  # noqa: S310  (a server of the tests')
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            continue
        else:
            return


def main() -> None:
    """Serve until whoever has started it closes its input."""
    with Server(sys.argv[1].encode()) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_port, flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
