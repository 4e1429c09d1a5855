"""Ask PayPal: JSON both ways, with a token that lasts for some hours.

What PayPal writes to people is not repeated: it may hold what it was told.
"""

import json
import time
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.core.ask_outside import NeverLeftError, ask_outside

LIVE, SANDBOX = "https://api-m.paypal.com", "https://api-m.sandbox.paypal.com"
_LONGEST = 2**20  # bytes of an answer
_EARLY = 60  # seconds before its end that a token is used no more

type Said = dict[str, Any]


class IssueError(Refused):
    """PayPal refuses it. issue: why, in its words for programs."""

    def __init__(self, issue: str) -> None:
        super().__init__(f"PayPal refuses it: {issue or 'no reason'}")
        self.issue = issue


class MissingError(IssueError):
    """PayPal has no such thing, or no longer."""


class Client:
    """PayPal, for an app with an id and a secret, at a URL without a path."""

    def __init__(self, url: str, client_id: str, secret: str) -> None:
        self._url, self._app = url.rstrip("/"), (client_id, secret)
        self._token, self._ends, self._lock = "", 0.0, Lock()

    def get(self, path: str) -> Said:
        """What stands there. Raises MissingError where nothing does, and Unavailable."""
        return self._asked("GET", path)

    def post(self, path: str, body: Said, *, key: str) -> Said:
        """Have something made, once for a key (`PayPal-Request-Id`).

        Within some hours the same key again gives how that stands which was made before. Raises
        IssueError, Unavailable, and InDoubt where nobody knows whether it was made.
        """
        more = {"PayPal-Request-Id": key, "Prefer": "return=representation"}
        return self._asked("POST", path, more, data=json.dumps(body).encode())

    def delete(self, path: str) -> None:
        """Have it deleted. Raises MissingError, IssueError and Unavailable."""
        self._asked("DELETE", path)

    def _asked(self, method: str, path: str, more: Said | None = None, **sent: Any) -> Said:
        status, said = self._once(method, path, more or {}, sent)
        if status == 401:  # it was withdrawn before its time; nothing was done
            with self._lock:
                self._ends = 0.0
            status, said = self._once(method, path, more or {}, sent)
        makes = method == "POST"
        if 200 <= status < 300:
            if said is None and makes:
                raise InDoubt("PayPal answered something else.")
            if said is None and method == "GET":
                raise Unavailable("PayPal answered something else.")
            return said or {}
        issue = _issue(said or {}) or str(status)
        if status in (401, 403, 429):
            # Of a wrong secret or a lacking right, whoever runs this can mend it.
            raise Unavailable(f"PayPal does not do that now: {issue}")
        if status == 409 or status >= 500:  # 409: the same is being made at this moment
            raise (InDoubt if makes else Unavailable)(f"PayPal could not: {issue}")
        raise (MissingError if status == 404 else IssueError)(issue)

    def _once(
        self, method: str, path: str, more: Said, sent: dict[str, Any]
    ) -> tuple[int, Said | None]:
        headers = {
            **{"Authorization": f"Bearer {self._bearer()}", "Content-Type": "application/json"},
            **{"User-Agent": "Troth", **more},
        }
        try:
            status, said = ask_outside(
                method, f"{self._url}{path}", longest=_LONGEST, headers=headers, **sent
            )
        except OSError as error:
            arrived = method == "POST" and not isinstance(error, NeverLeftError)
            failed = InDoubt if arrived else Unavailable
            raise failed(f"PayPal did not answer: {type(error).__name__}") from None
        return status, _read(said)

    def _bearer(self) -> str:
        """The token, asked for anew where its time is over (RFC 6749, section 4.4)."""
        with self._lock:
            if time.monotonic() < self._ends:
                return self._token
            try:
                status, said = ask_outside(
                    "POST",
                    f"{self._url}/v1/oauth2/token",
                    longest=_LONGEST,
                    auth=self._app,
                    data=urlencode({"grant_type": "client_credentials"}),
                    headers={
                        "Content-Type": "application/x-www-form-urlencoded",
                        "User-Agent": "Troth",
                    },
                )
            except OSError as error:
                raise Unavailable(f"PayPal did not answer: {type(error).__name__}") from None
            told = _read(said) or {}
            token, lasts = told.get("access_token"), told.get("expires_in")
            if status == 401:
                raise Unavailable(
                    "PayPal does not know this app: see PAYPAL_CLIENT_ID, PAYPAL_SECRET and "
                    "PAYPAL_SANDBOX."
                )
            if status != 200 or not isinstance(token, str) or not isinstance(lasts, int):
                raise Unavailable(f"PayPal gives no token for this app: {status}")
            self._token, self._ends = token, time.monotonic() + lasts - _EARLY
            return token


def _read(said: bytes) -> Said | None:
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _issue(said: Said) -> str:
    """The issue of an error, or else its name: both are in words for programs."""
    details = said.get("details")
    first = details[0] if isinstance(details, list) and details else {}
    issue = first.get("issue") if isinstance(first, dict) else ""
    word = str(issue or said.get("name") or "")[:60]
    return word if word.isidentifier() else ""
