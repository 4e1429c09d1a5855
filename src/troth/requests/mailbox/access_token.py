"""An access token to the mailbox, where its server takes no password (RFC 6749, XOAUTH2)."""

from collections.abc import Mapping

import requests

from troth.core.errors import TrothError

_TIMEOUT = 30  # seconds


def access_token(oauth: Mapping[str, str]) -> str:
    """A token by what MAILBOX_OAUTH says; good for the minutes in which the mailbox is read.

    Raises TrothError when there is none to be had.
    """
    sent = {name: value for name, value in oauth.items() if name != "url"}
    try:
        answer = requests.post(oauth["url"], sent, timeout=_TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        return str(answer.json()["access_token"])
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise TrothError(
            f"No access token to the mailbox is to be had ({type(error).__name__}); check "
            "MAILBOX_OAUTH, and that the secret in it has not run out."
        ) from None
