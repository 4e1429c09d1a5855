"""A stand-in for Plaid, as a process of its own.

    python -m troth.testing.plaid.server

It writes the port on which it listens. Its page has buttons for what a customer does at the bank:
`ok`, `leave`, and `small`, by which small amounts are sent that have to be confirmed. What it is
asked stands at `/control/asked`, with every body; `/control/misbehave` has it not answer (`before`,
`after`), be down (`down`), say that the bank is (`bank`) or refuse (`refuse`), once;
`/control/lose` has it let go of every account by itself. `/control/holder` sets what the
bank says the holder is called, or how well that fits (`score`); `/control/beside` that the login
has another account, of which all is well, and `/control/confirm` what becomes of small amounts. At
`/control/forget` it begins anew.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs

Said = dict[str, Any]
Answered = tuple[int, Said]


class Plaid:
    """What it knows, in memory."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.links: dict[str, Said] = {}
        self.public: dict[str, Said] = {}
        self.items: dict[str, Said] = {}
        self.asked: list[Said] = []
        self.misbehaves: list[str] = []
        self.holder = ""
        self.score: int | None = None
        self.beside = False

    def create(self, said: Said) -> Answered:
        token = self._new("link-sandbox")
        self.links[token] = {"said": said, "sessions": []}
        ends = datetime.now(UTC) + timedelta(minutes=30)
        return 200, {"link_token": token, "expiration": _at(ends), "hosted": token}

    def get(self, said: Said) -> Answered:
        link = self.links.get(said["link_token"])
        if link is None:
            return _error("INVALID_INPUT", "INVALID_LINK_TOKEN")
        now = _at(datetime.now(UTC))
        return 200, {
            **{"link_token": said["link_token"], "created_at": now, "expiration": now},
            **{"link_sessions": link["sessions"], "metadata": _metadata(link["said"])},
        }

    def exchange(self, said: Said) -> Answered:
        item = self.public.pop(said["public_token"], None)
        if item is None:
            return _error("INVALID_INPUT", "INVALID_PUBLIC_TOKEN")
        access = self._new("access-sandbox")
        self.items[access] = item
        return 200, {"access_token": access, "item_id": item["item_id"]}

    def accounts(self, said: Said) -> Answered:
        item = self.items.get(said["access_token"])
        if item is None:
            return _error("INVALID_INPUT", "INVALID_ACCESS_TOKEN")
        beside = [{**_account(item), **_BESIDE}] if self.beside else []
        return 200, {"accounts": [*beside, _account(item)], "item": _item(item)}

    def match(self, said: Said) -> Answered:
        item = self.items.get(said["access_token"])
        if item is None:
            return _error("INVALID_INPUT", "INVALID_ACCESS_TOKEN")
        if item["status"]:
            return _error("INVALID_INPUT", "PRODUCTS_NOT_SUPPORTED")
        same = said["user"]["legal_name"] == (self.holder or said["user"]["legal_name"])
        name = {
            "score": self.score if self.score is not None else 100 if same else 20,
            "is_nickname_match": False,
            **{"is_first_name_or_last_name_match": same, "is_business_name_detected": False},
        }
        beside = {**_account(item), **_BESIDE, "legal_name": {**name, "score": 100}}
        accounts = [beside] if self.beside else []
        accounts.append({**_account(item), "legal_name": name})
        return 200, {"accounts": accounts, "item": _item(item)}

    def token(self, said: Said) -> Answered:
        item = self.items.get(said["access_token"])
        if item is None or said["account_id"] != item["account"]:
            return _error("INVALID_INPUT", "INVALID_ACCESS_TOKEN")
        if item["status"].startswith("pending"):
            return _error("ITEM_ERROR", "ITEM_NOT_VERIFIED")
        return 200, {"stripe_bank_account_token": self._new("btok")}

    def remove(self, said: Said) -> Answered:
        if self.items.pop(said["access_token"], None) is None:
            return _error("INVALID_INPUT", "INVALID_ACCESS_TOKEN")
        return 200, {}

    def act(self, token: str, does: str) -> str:
        """What a customer does on the page; where they go back to."""
        link, now = self.links[token], _at(datetime.now(UTC))
        said = link["said"]
        session: Said = {"link_session_id": self._new("session")}
        session |= {"started_at": now, "finished_at": now}
        if access := said.get("access_token"):
            self.confirm(access, does)
        elif does == "leave":
            session["exit"] = {"error": None, "metadata": {"status": "institution_not_found"}}
        else:
            session["results"] = _results(self._added(does))
        link["sessions"].append(session)
        return str(said["hosted_link"]["completion_redirect_uri"])

    def confirm(self, access: str, does: str) -> None:
        """Small amounts: see _CONFIRMED."""
        self.items[access]["status"] = _CONFIRMED[does]

    def _added(self, does: str) -> Said:
        public = self._new("public-sandbox")
        item = {
            **{"item_id": self._new("item"), "account": self._new("account")},
            "status": "pending_manual_verification" if does == "small" else "",
        }
        self.public[public] = item
        account = {
            **{"id": item["account"], "name": "Checking", "mask": "6789", "type": "depository"},
            **{"subtype": "checking", "verification_status": item["status"] or None},
            "class_type": None,
        }
        bank = {"name": "A Bank", "institution_id": "ins_1"}
        return {
            **{"public_token": public, "accounts": [account]},
            "institution": None if does == "small" else bank,
        }

    def _new(self, kind: str) -> str:
        self.numbers[kind] += 1
        return f"{kind}-{self.numbers[kind]}"


# What small amounts come to; `new` is a word that Plaid does not have today.
_CONFIRMED = {
    "ok": "manually_verified",
    "wrong": "verification_failed",
    "late": "verification_expired",
    "new": "verified_by_letter",
}
_BESIDE = {"account_id": "account-beside", "verification_status": "manually_verified"}

_PATHS = {
    "/link/token/create": Plaid.create,
    "/link/token/get": Plaid.get,
    "/item/public_token/exchange": Plaid.exchange,
    "/accounts/get": Plaid.accounts,
    "/identity/match": Plaid.match,
    "/processor/stripe/bank_account_token/create": Plaid.token,
    "/item/remove": Plaid.remove,
}


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(kind: str, code: str) -> Answered:
    return 400, {
        **{"error_type": kind, "error_code": code, "error_message": "no", "display_message": None},
    }


def _metadata(said: Said) -> Said:
    return {
        **{"initial_products": said.get("products", []), "webhook": None},
        **{"country_codes": said["country_codes"], "language": said["language"]},
        **{"redirect_uri": None, "client_name": said["client_name"]},
    }


def _results(added: Said) -> Said:
    others = ("cra_item_adds", "cra_update", "bank_income", "payroll_income", "document_income")
    named = {"cra_item_adds": "cra_item_add_results"}
    empty: Said = {named.get(each, f"{each}_results"): [] for each in others}
    return {**empty, "document_income_results": None, "item_add_results": [added]}


def _account(item: Said) -> Said:
    unknown = ("available", "current", "limit", "iso_currency_code", "unofficial_currency_code")
    account = {
        **{"account_id": item["account"], "balances": dict.fromkeys(unknown), "mask": "6789"},
        **{"name": "Checking", "official_name": None, "type": "depository"},
        "subtype": "checking",
    }
    return {**account, "verification_status": item["status"]} if item["status"] else account


def _item(item: Said) -> Said:
    return {
        **{"item_id": item["item_id"], "webhook": None, "error": None, "available_products": []},
        **{"billed_products": ["auth"], "consent_expiration_time": None},
        "update_type": "background",
    }


class Server(ThreadingHTTPServer):
    """One thing is done after the other."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.plaid, self.lock = Plaid(), Lock()


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        kind, _slash, name = self.path.strip("/").partition("/")
        plaid = self.server.plaid
        if kind == "link" and name in plaid.links:
            buttons = "".join(
                f'<button name="does" value="{does}">{does}</button>'
                for does in ("ok", "leave", "small")
            )
            self._page(f"<h1>Your bank</h1><form method=post>{buttons}</form>")
        elif self.path == "/control/asked":
            self._answer(200, {"asked": plaid.asked, "items": [*plaid.items]})
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        plaid, (kind, _slash, name) = self.server.plaid, self.path.strip("/").partition("/")
        if kind == "link" and name in plaid.links:
            with self.server.lock:
                back = plaid.act(name, parse_qs(body.decode())["does"][0])
            self.send_response(303)
            self.send_header("Location", back)
            self.end_headers()
        elif kind == "control":
            self._control(name, json.loads(body))
        else:
            self._called(json.loads(body))

    def _called(self, said: Said) -> None:
        plaid, path = self.server.plaid, self.path
        how = plaid.misbehaves.pop(0) if plaid.misbehaves else ""
        keys = (self.headers.get("PLAID-CLIENT-ID"), self.headers.get("PLAID-SECRET"))
        if how == "before":
            self._say_nothing()
            return
        if how in ("down", "bank"):
            kind = "API_ERROR" if how == "down" else "INSTITUTION_ERROR"
            status, answer = 500 if how == "down" else 400, _error(kind, "DOWN")[1]
        elif how == "refuse":
            status, answer = _error("INVALID_REQUEST", "INVALID_FIELD")
        elif keys != ("client", "secret"):
            status, answer = _error("INVALID_INPUT", "INVALID_API_KEYS")
        else:
            with self.server.lock:
                status, answer = _PATHS[path](plaid, said)
        if token := answer.pop("hosted", ""):
            answer["hosted_link_url"] = f"http://{self.headers['Host']}/link/{token}"
        answer = {**answer, "request_id": f"request{len(plaid.asked)}"}
        plaid.asked.append({"path": path, "body": said, "status": status, "answer": answer})
        if how == "after":
            self._say_nothing()
        else:
            self._answer(status, answer)

    def _control(self, what: str, said: Said) -> None:
        plaid = self.server.plaid
        if what == "misbehave":
            plaid.misbehaves.append(said["how"])
        elif what == "holder":
            plaid.holder, plaid.score = said.get("name", ""), said.get("score")
        elif what == "lose":
            plaid.items.clear()
        elif what == "beside":
            plaid.beside = True
        elif what == "confirm":
            plaid.confirm(said["access"], said["does"])
        elif what == "act":
            plaid.act(said["token"], said["does"])
        elif what == "forget":
            self.server.plaid = Plaid()
        self._answer(200, {})

    def _page(self, body: str) -> None:
        said = f"<!doctype html><title>Plaid</title>{body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _answer(self, status: int, said: Said) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say_nothing(self) -> None:
        """Until whoever asks has gone; sooner than they lose patience."""
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until whoever has started it closes its input."""
    with Server() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_port, flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
