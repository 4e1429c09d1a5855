"""The plug-in for a gateway that is made up, which the stand-in of `server.py` answers."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.core.ask_outside import ask_outside
from troth.gates.recipient import Recipient
from troth.gateways.gateway import (
    Again,
    Due,
    Event,
    ForgedError,
    Kept,
    NotPaidOutError,
    Outcome,
    Part,
    Payer,
    Payout,
    Redirect,
    Standing,
    What,
)
from troth.testing.pretend.signature import signature

SHARE = """
[share.pretend]
name = "Pretend"
role = "controller"
function = "takes payments"
country = "CY"
receives = ["identity", "contact", "company", "billing"]
"""
_TOLERANCE = timedelta(minutes=5)
_LONGEST = 1 << 20  # bytes of an answer


class Pretend:
    """url: where the stand-in is; secret: by which it signs; payee: our account there."""

    kinds: Mapping[str, bool] = {"card": True, "debit": True}

    def __init__(self, url: str, secret: str, payee: str = "ours") -> None:
        self.url, self.payee, self._secret = url, payee, secret.encode()
        self.recipient = Recipient(
            name="pretend",
            title="Pretend",
            role="controller",
            function="takes payments",
            country="CY",
            receives=frozenset({"contact"}),
            address=url,
        )

    def pay(self, payer: Payer, due: Due, *, back: str, keep: bool) -> Redirect:
        said = self._do("sessions", payer=asdict(payer), **asdict(due), back=back, keep=keep)
        return Redirect(said["url"], said["reference"])

    def charge(self, kept: str, payer: Payer, due: Due) -> Standing:
        return standing(self._do("charges", kept=kept, payer=asdict(payer), **asdict(due)))

    def refund(self, payment: str, due: Due) -> Standing:
        return standing(self._do("refunds", payment=payment, **asdict(due)))

    def parse(self, raw: bytes, headers: Mapping[str, str], *, at: datetime) -> Event:
        moment, _, signed = headers.get("pretend-signature", "").partition(" ")
        if not hmac.compare_digest(signed, signature(self._secret, moment, raw)):
            raise ForgedError
        if abs(at - datetime.fromtimestamp(int(moment), UTC)) > _TOLERANCE:
            raise ForgedError
        try:
            return event(json.loads(raw))
        except (KeyError, TypeError) as error:
            raise ValueError(type(error).__name__) from None

    def look_up(self, key: str, reference: str = "") -> Standing | None:
        asked = urlencode({"key": key, "reference": reference})
        status, said = self._ask("GET", f"standings?{asked}")
        return None if status == 404 else standing(said)

    def payout(self, reference: str) -> Payout:
        status, said = self._ask("GET", f"payouts/{reference}")
        if status == 404:
            raise Refused("There is no such payout.")
        if said.get("lost"):
            raise NotPaidOutError("It did not arrive.")
        return Payout(
            reference=said["reference"],
            arrives=date.fromisoformat(said["arrives"]),
            amount=said["amount"],
            currency=said["currency"],
            parts=tuple(Part(**each) for each in said["parts"]),
            descriptor=said["descriptor"],
            by_hand=said.get("by_hand", False),
        )

    def forget(self, reference: str) -> None:
        self._do("forget", reference=reference)

    def _do(self, what: str, **said: Any) -> dict[str, Any]:
        """Have something done there, which is in doubt unless there is a whole answer."""
        try:
            status, answer = self._ask("POST", what, json=said)
        except Unavailable as error:
            raise InDoubt(str(error)) from None
        if status >= 500:
            raise Unavailable("Pretend is out of order.")
        if status >= 400:
            raise Refused("Pretend does not do that.")
        return answer

    def _ask(self, method: str, what: str, **sent: Any) -> tuple[int, dict[str, Any]]:
        try:
            status, said = ask_outside(method, f"{self.url}/{what}", longest=_LONGEST, **sent)
            answer = json.loads(said)
        except (OSError, ValueError) as error:
            raise Unavailable(f"Pretend does not answer ({type(error).__name__}).") from None
        if method == "GET" and status >= 500:
            raise Unavailable("Pretend is out of order.")
        return status, answer


def standing(said: Mapping[str, Any]) -> Standing:
    """As the stand-in writes it. Raises KeyError, TypeError and ValueError for anything else."""
    told = dict(said)
    kept = told.pop("kept", None)
    again = Again(told.pop("again", Again.NEVER))
    outcome = Outcome(told.pop("outcome"))
    return Standing(outcome, again=again, kept=kept and Kept(**kept), **told)


def event(said: Mapping[str, Any]) -> Event:
    """The same for an event."""
    told = said.get("standing")
    kept = said.get("kept")
    by = said.get("answer_by")
    return Event(
        name=said["name"],
        what=What(said["what"]),
        at=datetime.fromisoformat(said["at"]),
        standing=standing(told) if told else None,
        kept=Kept(**kept) if kept else None,
        gone=said.get("gone", ""),
        payout=said.get("payout", ""),
        dispute=said.get("dispute", ""),
        answer_by=datetime.fromisoformat(by) if by else None,
    )
