"""An access token to the mailbox, where its server takes no password (RFC 6749, XOAUTH2)."""

import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

import jwt

from troth.core.ask_outside import ask_outside
from troth.core.errors import TrothError
from troth.core.leave import reaching

_LONGEST = 2**16  # bytes of an answer
_UNREADABLE = (OSError, ValueError, KeyError, TypeError)  # a file or an answer
_GOOD_FOR = 300  # seconds; Google takes an hour at most


def access_token(oauth: Mapping[str, str], user: str) -> str:
    """A token by what MAILBOX_OAUTH says, to the mailbox of a user.

    It is good for the minutes in which that is read. Raises TrothError when there is none to be
    had.
    """
    try:
        sent = {name: value for name, value in oauth.items() if name not in ("url", "key_file")}
        if "key_file" in oauth:
            sent["assertion"] = _assertion(oauth, user)
        with reaching("the server that opens the provider's own mailbox"):
            status, said = ask_outside("POST", oauth["url"], longest=_LONGEST, data=sent)
        if status != HTTPStatus.OK:
            raise ConnectionError
        return str(json.loads(said)["access_token"])
    except (jwt.PyJWTError, RecursionError, *_UNREADABLE) as error:
        raise TrothError(
            f"No access token to the mailbox is to be had ({type(error).__name__}); check "
            "MAILBOX_OAUTH, and that the secret or the key in it has not run out."
        ) from None


def _assertion(oauth: Mapping[str, str], user: str) -> str:
    """What a service account signs to act for a user (RFC 7523), by the key file from Google."""
    account = json.loads(Path(oauth["key_file"]).read_text())
    at = int(time.time())
    said = {"iss": account["client_email"], "sub": user, "scope": oauth["scope"]}
    said |= {"aud": oauth["url"], "iat": at, "exp": at + _GOOD_FOR}
    kid = {"kid": account["private_key_id"]}
    return jwt.encode(said, account["private_key"], algorithm="RS256", headers=kid)
