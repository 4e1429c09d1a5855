"""Ask the tax engine for rates of where customers live: see `engine.py` and `calls/kinds.py`."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from troth.accounts.models import Account
from troth.accounts.restricted import is_restricted
from troth.calls.ask import ask
from troth.calls.errors import Refused, Unavailable
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.core.percent import WHOLE
from troth.core.provider import provider
from troth.gates.recipient import Recipient
from troth.gates.share import NotSharedError, Told, share, what_would_go
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.tax.decide import Local
from troth.tax.engine import Asked, Line, Part, TaxEngine, Where, engine
from troth.tax.models import LocalTax
from troth.tax.places import place_of

logger = logging.getLogger(__name__)

KIND = "tax"
PENDING = Local(None)
REFUSED = Local(None, refused=True)


@dataclass(frozen=True)
class Supply:
    """What an engine is told of a supply to somebody. amounts: of each line, by its kind."""

    buyer: Where
    amounts: tuple[int | None, ...] = ()


def question(
    account: Account,
    lines: Iterable[Line],
    day: date,
    currency: str,
    ours: TaxEngine,
    policy: Policy,
) -> Asked:
    """What the engine is asked, with as much of the address and the amounts as the policy lets
    leave; an engine that asks nobody is told all. Raises NotSharedError where nothing may leave."""
    lines = _sorted(lines)
    told = what_would_go(ours.recipient, Supply, policy.tables, **_told(account, lines))
    return _asked(told, lines, day, currency, policy)


def _told(account: Account, lines: tuple[Line, ...]) -> dict[str, Any]:
    place = place_of(account.country, account.postcode, account.region)
    amounts = tuple(line.amount for line in lines)
    return {
        "buyer": Told(
            "contact", Where(place.country, place.region, account.postcode, account.city)
        ),
        "amounts": Told("billing", amounts if any(each is not None for each in amounts) else ()),
    }


def _asked(
    told: Supply, lines: tuple[Line, ...], day: date, currency: str, policy: Policy
) -> Asked:
    ours, seller = policy.tables.provider, provider().seller
    amounts = told.amounts or (None,) * len(lines)
    return Asked(
        day=day,
        currency=currency,
        seller=Where(ours.country, provider().taxes.region, seller.postcode, seller.city),
        buyer=told.buyer,
        lines=tuple(Line(line.kind, amount) for line, amount in zip(lines, amounts, strict=True)),
    )


def _sorted(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.kind))


def rates_for(
    wanted: Mapping[tuple[int, date], tuple[Account, str, list[Line]]],
    ours: TaxEngine,
    *,
    at: datetime,
) -> dict[tuple[int, date], Local]:
    """What is said of each account and day of supply, by the currency and the lines of it.

    An engine that asks nobody answers here; another is asked by a call, in the caller's
    transaction, unless it was asked the same before.
    """
    policy, found = policy_on(at), {}
    for (key, day), (account, currency, lines) in wanted.items():
        try:
            asked = question(account, lines, day, currency, ours, policy)
        except NotSharedError:
            found[key, day] = REFUSED
            continue
        to = ours.recipient
        found[key, day] = _there(to, account, asked, at) if to else here(ours, asked)
    return found


def here(ours: TaxEngine, asked: Asked) -> Local:
    """What an engine says that asks nobody."""
    try:
        return local_of(asked, ours.rates(asked))
    except Refused:
        return REFUSED
    except Exception as error:
        # What it cannot say, or says wrongly, keeps nobody else's invoices and no page from being.
        if not isinstance(error, Unavailable):
            logger.error("The tax engine failed: %s", type(error).__name__)
        return PENDING


def _there(to: Recipient, account: Account, asked: Asked, at: datetime) -> Local:
    row = _row(account, asked, to.name, at)
    if row is None or row.answered_at is None:
        return PENDING
    return REFUSED if row.parts is None else local_of(asked, _read(row.parts))


def _row(account: Account, asked: Asked, recipient: str, at: datetime) -> LocalTax | None:
    """The question, which is made now where it was not yet; not where processing is restricted."""
    digest = digest_of(asked)
    if is_restricted(account):
        return LocalTax.objects.filter(account=account, digest=digest).first()
    row, new = LocalTax.objects.get_or_create(
        account=account,
        digest=digest,
        defaults={
            "day": asked.day,
            "currency": asked.currency,
            "lines": [[line.kind, line.amount] for line in asked.lines],
            "asked_at": at,
        },
    )
    if new:
        ask(KIND, recipient, "rates", row, key=f"local-tax-{row.pk}", at=at)
    return row


def local_of(asked: Asked, said: tuple[tuple[Part, ...], ...]) -> Local:
    """An answer as `decide` takes it. Raises ValueError for what is none: of another count of
    lines, or with rates that are no parts of a whole."""
    if not all(_is_told(part) for parts in said for part in parts):
        raise ValueError("a part of a tax has no name, or no rate")
    if any(sum(part.rate for part in parts) > WHOLE for parts in said):
        raise ValueError("a tax is more than what it is of")
    return Local(
        tuple(
            (line.kind, tuple((part.jurisdiction, part.rate) for part in parts))
            for line, parts in zip(asked.lines, said, strict=True)
        )
    )


def _is_told(part: Part) -> bool:
    """Whether a part is what its type says, of which an engine need know nothing."""
    named = isinstance(part.jurisdiction, str) and part.jurisdiction.isprintable()
    return named and type(part.rate) is int and part.rate >= 0


def digest_of(asked: Asked) -> str:
    """By which the same question is known."""
    return sha256(repr(asked).encode()).hexdigest()


def _read(parts: list[list[list[object]]]) -> tuple[tuple[Part, ...], ...]:
    return tuple(tuple(Part(str(n), int(str(r))) for n, r in line) for line in parts)


class AskEngine:
    """One question is one call. It changes nothing there, so it can be made again at any time."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        row = LocalTax.objects.select_related("account").filter(pk=call.row).first()
        ours, policy = engine(), policy_on(at)
        if row is None or ours is None:
            raise Refused("Nobody waits for it any more.")
        lines = _sorted(Line(kind, amount) for kind, amount in row.lines)
        asked = question(row.account, lines, row.day, row.currency, ours, policy)
        if digest_of(asked) != row.digest:
            raise Refused("The address has changed.")
        with share(
            ours.recipient,
            row.account,
            Supply,
            since=row.asked_at,
            at=at,
            **_told(row.account, lines),
        ) as told:
            said = ours.rates(_asked(told, lines, row.day, row.currency, policy))
        local_of(asked, said)  # what is no answer is in doubt
        return Answer("", lambda now: self._write(row, said, at=now))

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """Nothing is kept there that could be looked up, and nothing was changed."""
        return None

    def refused(self, call: Call, *, at: datetime) -> None:
        """Nobody will say: a rate that staff enter holds."""
        if row := LocalTax.objects.filter(pk=call.row).first():
            self._write(row, None, at=at)

    def told(self, row: LocalTax) -> None:
        """What is done once it is known what can be known, in the same transaction: see `CALLS`."""

    def _write(
        self, row: LocalTax, said: tuple[tuple[Part, ...], ...] | None, *, at: datetime
    ) -> None:
        parts = None
        if said is not None:
            parts = [[[part.jurisdiction, part.rate] for part in line] for line in said]
        if LocalTax.objects.filter(pk=row.pk).update(answered_at=at, parts=parts):
            self.told(row)
