"""Stripe's own library, which asks by `core.ask_outside` and by nothing else.

So it needs leave, has thirty seconds in all, and tries nothing again by itself.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import stripe
from stripe import HTTPClient, StripeClient, _util

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.core.ask_outside import NeverLeftError, ask_outside

# What is sent and read is of this version, whatever the account's own is. Raise it together with
# the library, and with the version of the webhook (docs/gateways/stripe.md).
VERSION = "2026-10-28.endive"
API = "https://api.stripe.com"
_LONGEST = 2**23  # bytes of an answer: a page of a list has a hundred objects
# Of what the library would send, not what it tells of this machine and its calls before.
_HEADERS = {
    *("Authorization", "Content-Type", "Idempotency-Key", "Stripe-Account", "Stripe-Version"),
}

stripe.enable_telemetry = False
_util.STRIPE_LOG = None  # what is sent would be printed, past all of our log


class DeclinedError(Exception):
    """A bank or a card network says no. error: Stripe's, whose texts are not repeated here."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__("declined")
        self.error = error


class MissingError(Refused):
    """Stripe has no such thing, or no longer."""


class RepeatedError(InDoubt):
    """Stripe has done something else under this key: what that was has to be looked up."""


class _Outside(HTTPClient):
    name = "troth"

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        told = {name: value for name, value in (headers or {}).items() if name in _HEADERS}
        told["User-Agent"] = "Troth"
        try:
            status, said = ask_outside(method, url, longest=_LONGEST, headers=told, data=post_data)
        except OSError as error:
            raise _NoAnswerError(
                type(error).__name__, went_out=not isinstance(error, NeverLeftError)
            ) from None
        return said.decode(errors="replace"), status, {}

    def close(self) -> None:
        """Each call has a connection of its own, which ends with it."""


class _NoAnswerError(stripe.APIConnectionError):
    def __init__(self, why: str, *, went_out: bool) -> None:
        super().__init__(why)  # type: ignore[no-untyped-call]
        self.went_out = went_out


def client(secret_key: str, url: str) -> StripeClient:
    """Stripe under a key of ours, at a URL without a path."""
    return StripeClient(
        secret_key,
        stripe_version=VERSION,
        base_addresses={"api": url},
        max_network_retries=0,
        http_client=_Outside(),
    )


def ask(call: Callable[..., Any], *names: str, key: str = "", **sent: Any) -> dict[str, Any]:
    """What Stripe answers to a call of its library.

    key: by which it knows a call that it gets twice, for what must not be done twice; such a call
    can be in doubt. Raises besides what gateways raise: DeclinedError, MissingError, RepeatedError.
    """
    in_doubt = InDoubt if key else Unavailable
    options = {"idempotency_key": key} if key else {}
    try:
        answer: dict[str, Any] = call(*names, params=sent, options=options).to_dict()
    except _NoAnswerError as error:
        failed = in_doubt if error.went_out else Unavailable
        raise failed(f"Stripe did not answer: {error.user_message}") from None
    except stripe.CardError as error:
        raise DeclinedError(_said(error)) from None
    except stripe.RateLimitError:
        raise Unavailable("Stripe is asked too much.") from None
    except stripe.AuthenticationError:
        # Whoever runs this can mend it; the payment is as good as it was.
        raise Unavailable("Stripe does not know this key: see STRIPE_SECRET_KEY.") from None
    except stripe.PermissionError as error:
        raise Unavailable(f"Stripe's key lacks a permission for this: {_code(error)}") from None
    except stripe.IdempotencyError:
        raise RepeatedError("Stripe was asked for something else under this key.") from None
    except stripe.InvalidRequestError as error:
        kind = MissingError if error.http_status == 404 else Refused
        raise kind(f"Stripe refuses it: {_code(error)}") from None
    except (stripe.StripeError, ValueError) as error:
        # So comes a status of 409 as well: the same call is being answered at this moment.
        raise in_doubt(f"Stripe failed: {type(error).__name__}") from None
    return answer


def every(call: Callable[..., Any], **sent: Any) -> Iterator[dict[str, Any]]:
    """All that a list of Stripe's has, the newest first."""
    page = ask(call, limit=100, **sent)
    yield from page["data"]
    while page["has_more"] and page["data"]:
        page = ask(call, limit=100, starting_after=page["data"][-1]["id"], **sent)
        yield from page["data"]


def _said(error: stripe.StripeError) -> Mapping[str, Any]:
    body = error.json_body
    said = body.get("error") if isinstance(body, dict) else None
    return said if isinstance(said, dict) else {}


def _code(error: stripe.StripeError) -> str:
    """The code and the parameter: what Stripe writes to people may hold what it was told."""
    said = _said(error)
    words = [str(said.get(name) or "") for name in ("code", "param")]
    return " ".join(word[:80] for word in words if word.isprintable()).strip() or "no reason"
