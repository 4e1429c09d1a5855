"""Ask Plaid: a POST of JSON, an answer of JSON, and errors by Plaid's own codes."""

import json
from http import HTTPStatus
from typing import Any

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.core.ask_outside import NeverLeftError, ask_outside

_LONGEST = 2**20  # bytes of an answer
_VERSION = "2020-09-14"
# What tells that Plaid has let go of an account before.
_GONE = frozenset({"ITEM_NOT_FOUND", "INVALID_ACCESS_TOKEN"})
# What may work later (`error_type`); the bank itself is down, or Plaid is.
_LATER = frozenset({"INSTITUTION_ERROR", "RATE_LIMIT_EXCEEDED", "API_ERROR"})
# A wrong key, or one of another environment: whoever runs this can mend it.
_KEYS = frozenset({"INVALID_API_KEYS", "UNAUTHORIZED_ENVIRONMENT"})


class Client:
    """The keys go in headers, so that no body that is looked at has them."""

    def __init__(self, url: str, client_id: str, secret: str) -> None:
        self._url, self._keys = url.rstrip("/"), (client_id, secret)

    def post(
        self, path: str, asked: dict[str, Any], *, gone_is_done: bool = False
    ) -> dict[str, Any]:
        """What Plaid answers. gone_is_done: that there is no such account any more is no error.

        Raises Refused, Unavailable and InDoubt, without a word of what was asked.
        """
        client_id, secret = self._keys
        keys = {"PLAID-CLIENT-ID": client_id, "PLAID-SECRET": secret, "Plaid-Version": _VERSION}
        try:
            status, said = ask_outside(
                "POST", f"{self._url}{path}", longest=_LONGEST, json=asked, headers=keys
            )
        except OSError as error:
            failed = Unavailable if isinstance(error, NeverLeftError) else InDoubt
            raise failed(f"Plaid did not answer: {type(error).__name__}") from None
        told = _read(said)
        if status == HTTPStatus.OK:
            return told
        code = str(told.get("error_code") or "")[:60]
        if gone_is_done and code in _GONE:
            return {}
        if status >= 500 or told.get("error_type") in _LATER or code in _KEYS:
            raise Unavailable(f"Plaid could not: {code or status}")
        raise Refused(f"Plaid will not: {code or status}")


def _read(said: bytes) -> dict[str, Any]:
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        raise InDoubt("Plaid answered something else.") from None
    if not isinstance(told, dict):
        raise InDoubt("Plaid answered something else.")
    return told
