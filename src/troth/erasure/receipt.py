"""What a subject holds in their hands after an erasure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from troth.core.errors import TrothError
from troth.erasure.events import PARTLY_ERASED, PERSON_ERASED
from troth.erasure.models import ForgetRequest
from troth.erasure.tally import on_hold_in
from troth.journal.models import Entry
from troth.journal.proof import Proof
from troth.journal.prove import prove
from troth.policy.describe import unnamed
from troth.policy.placeholders import day
from troth.policy.vocabulary import RECORDS
from troth.policy.words import gettext as _

_SLOWEST_FIRST = (
    ForgetRequest.State.BY_HAND,
    ForgetRequest.State.WAITING,
    ForgetRequest.State.DONE,
)
ERASED = (PERSON_ERASED, PARTLY_ERASED)  # what an erasure of somebody is called


@dataclass(frozen=True)
class Line:
    """One sentence on one record: what happened to it, how many rows, by which rule.

    why: where no rule says it, another sentence.
    """

    record: str
    rows: int
    text: str
    rule: str = ""
    why: str = ""


@dataclass(frozen=True)
class ToldToForget:
    """A recipient that the erasure was told to (GDPR Art. 19), and what came of it.

    state: as of a ForgetRequest; `done` once it has confirmed for every name by which it knew the
    subject, and then `confirmed_at` says when.
    """

    recipient: str
    state: str
    told_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Receipt:
    """An erasure as its subject sees it. It holds no personal data and needs no sign-in."""

    number: UUID
    at: datetime
    complete: bool
    gone: list[Line]
    stays: list[Line]
    recipients: list[ToldToForget]
    proof: Proof


def receipt(number: UUID, *, at: datetime) -> Receipt:
    """The receipt of an erasure with its proof from the journal.

    Raises TrothError when no erasure has this number.
    """
    entry = Entry.objects.filter(receipt=number, event__in=ERASED).first()
    if entry is None:
        raise TrothError(_("No erasure has this number; check it against your receipt."))
    lines = Lines.of(entry.counts)
    return Receipt(
        number=number,
        at=entry.at,
        complete=entry.event == PERSON_ERASED,
        gone=lines.gone,
        stays=lines.stays,
        recipients=list(_told(number)),
        proof=prove(entry, at=at),
    )


def _told(number: UUID) -> Iterator[ToldToForget]:
    requests = ForgetRequest.objects.filter(receipt=number).order_by("recipient", "asked_at", "pk")
    for recipient, group in groupby(requests, key=lambda each: each.recipient):
        of_it = list(group)
        states = {each.state for each in of_it}
        # Of several names the one that takes longest counts.
        state = next(each for each in _SLOWEST_FIRST if each in states)
        done = state == ForgetRequest.State.DONE
        answered = max((each.answered_at for each in of_it if each.answered_at), default=None)
        yield ToldToForget(recipient, state, of_it[0].asked_at, answered if done else None)


@dataclass(frozen=True)
class Lines:
    """A tally in sentences; the preview and the receipt share them."""

    gone: list[Line]
    stays: list[Line]

    @classmethod
    def of(cls, counts: dict[str, Any]) -> "Lines":
        """From a tally's counts, as they stand in the journal."""
        of_no_rule = counts.get("unnamed", [])
        gone = [
            Line(
                record,
                rows,
                text % {"record": RECORDS[record].meaning},
                why=unnamed() if key in ("erased", "addressed") and record in of_no_rule else "",
            )
            for key, text in (
                ("erased", _("%(record)s: erased")),
                ("addressed", _("%(record)s, found by your e-mail address: erased")),
                ("depersonalised", _("%(record)s: stripped of personal data")),
                ("unlinked", _("%(record)s: no longer linked to you")),
            )
            for record, rows in counts.get(key, {}).items()
        ]
        if left := counts.get("left"):
            gone.append(Line("membership", left, _("other people lose their access")))
        stays = [
            Line(record, stay["rows"], _stay(record, stay), stay["rule"])
            for record, stay in counts.get("stays", {}).items()
        ]
        on_hold = [
            Line(
                record,
                0,
                _("%(record)s: under a hold until it is lifted")
                % {"record": RECORDS[record].meaning},
            )
            for record in on_hold_in(counts)
        ]
        return cls(gone, stays + on_hold)


def _stay(record: str, stay: dict[str, Any]) -> str:
    values = {"record": RECORDS[record].meaning}
    if until := stay.get("until"):
        values["day"] = day(datetime.fromisoformat(until))
        return _("%(record)s: kept until %(day)s") % values
    return _("%(record)s: kept") % values
