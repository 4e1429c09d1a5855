"""Random histories of customers, for property tests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.db import models
from hypothesis import strategies as st

from troth.accounts.models import Account, Activity, Membership, Person, Session, Signin
from troth.billing.models import Invoice, Payment
from troth.erasure.models import Hold
from troth.gates.models import ConsentEvent, Disclosure
from troth.requests.models import RightsRequest
from troth.testing import make

START = datetime(2012, 2, 27, 15, 30, tzinfo=UTC)  # so that leap days and short months occur
DAYS = 5200

days = st.integers(0, DAYS)
spans = st.integers(0, 1500)
maybe = st.none() | spans


ON_HOLD = [("*",), ("invoice", "payment"), ("payment",), ("ticket",), ("message",), ("request",)]
# Rows of which an account or its people have any number: since when, and until when.
KINDS = [
    *("session", "message", "consent", "request", "inquiry", "activity", "disclosure", "gateway"),
]


@dataclass(frozen=True)
class Life:
    """An account's history, in days since START or since an earlier event.

    on_hold, owner_on_hold: what holds on the account and on its owner cover.
    """

    opened: int
    cancelled: int | None
    erasure_asked: bool
    owner_asked: bool
    restricted: bool
    on_hold: tuple[str, ...]
    owner_on_hold: tuple[str, ...]
    services: tuple[tuple[int, int | None, int | None], ...]
    invoices: tuple[tuple[int, bool], ...]
    tickets: tuple[tuple[int, int | None, int | None], ...]
    signins: tuple[int, ...]
    others: tuple[tuple[str, int, int | None], ...]
    trusts: bool  # the owner of the account made before is a trusted person of this one
    left: bool  # and has left it since


now_and_then = st.sampled_from([False, False, False, True])
lives = st.builds(
    Life,
    opened=days,
    cancelled=maybe,
    erasure_asked=now_and_then,
    owner_asked=now_and_then,
    restricted=now_and_then,
    on_hold=st.sampled_from([(), (), (), (), (), (), *ON_HOLD]),
    owner_on_hold=st.sampled_from([(), (), (), (), (), (), *ON_HOLD]),
    services=st.lists(st.tuples(spans, maybe, maybe), max_size=2).map(tuple),
    invoices=st.lists(st.tuples(spans, st.booleans()), max_size=2).map(tuple),
    tickets=st.lists(st.tuples(spans, maybe, maybe), max_size=2).map(tuple),
    signins=st.lists(spans, max_size=2).map(tuple),
    others=st.lists(st.tuples(st.sampled_from(KINDS), spans, maybe), max_size=5).map(tuple),
    trusts=st.booleans(),
    left=st.just(False),
)
histories = st.lists(lives, min_size=1, max_size=4)
# Also of people who are named in what belongs to others only.
histories_with_leavers = st.lists(
    st.builds(replace, lives, left=now_and_then), min_size=1, max_size=4
)
sweep_days = days.map(lambda n: (START + timedelta(days=n + 400)).date())


def play(history: list[Life]) -> list[Account]:
    """Make the rows of a history, by few statements: those of a table together."""
    made: list[tuple[Account, Person, Person | None]] = []
    rows: list[models.Model] = []
    belong: dict[Person, list[Account]] = {}
    before: Person | None = None
    for life in history:
        opened = START + timedelta(days=life.opened)
        asked = opened if life.owner_asked else None
        owner = make.person(at=opened, erasure_asked_at=asked)
        account = make.account(
            owner,
            at=opened,
            cancelled_at=_after(opened, life.cancelled),
            erasure_asked_at=opened if life.erasure_asked else None,
            restricted_at=opened if life.restricted else None,
        )
        belong[owner] = [account]
        trusted = before if life.trusts else None
        if trusted:
            belong[trusted].append(account)
            if not life.left:
                rows.append(
                    Membership(
                        account=account,
                        person=trusted,
                        role="trusted",
                        scopes="billing privacy",
                        created_at=opened,
                    )
                )
        made.append((account, owner, trusted))
        before = owner
    for life, (account, owner, trusted) in zip(history, made, strict=True):
        rows += _rows(account, owner, trusted, life, START + timedelta(days=life.opened))
    # Payments come before the postings that name them, also where the first invoice has none.
    by_model: dict[type[models.Model], list[models.Model]] = {Invoice: [], Payment: []}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, alike in by_model.items():
        model._default_manager.bulk_create(alike)
    _note_activity(history, belong)
    return [account for account, _owner, _trusted in made]


def _note_activity(history: list[Life], belong: dict[Person, list[Account]]) -> None:
    """A sign-in counts for who signs in, and for all accounts that they belonged to by then."""
    for life, (owner, accounts) in zip(history, belong.items(), strict=True):
        for number in life.signins:
            at = START + timedelta(days=life.opened + number)
            owner.last_seen_at = max(owner.last_seen_at, at)
            for account in accounts:
                account.active_at = max(account.active_at, at)
    seen = [owner for life, owner in zip(history, belong, strict=True) if life.signins]
    Person.objects.bulk_update(seen, ["last_seen_at"])
    in_use = {account: None for owner in seen for account in belong[owner]}
    Account.objects.bulk_update(in_use, ["active_at"])


def _after(start: datetime, span: int | None) -> datetime | None:
    return None if span is None else start + timedelta(days=span)


def _rows(
    account: Account, owner: Person, trusted: Person | None, life: Life, opened: datetime
) -> Iterator[models.Model]:
    """What there is of an account and its people, not saved yet, each after what it hangs on."""
    for started, lasted, deleted in life.services:
        start = opened + timedelta(days=started)
        ended = _after(start, lasted)
        gone = _after(ended, deleted) if ended else None
        yield make.service_row(account, at=start, ended=ended, deleted=gone)
    for issued, paid in life.invoices:
        yield from make.invoice_rows(account, at=opened + timedelta(days=issued), paid=paid)
    for asked, closed, deleted in life.tickets:
        start = opened + timedelta(days=asked)
        yield from make.ticket_rows(
            account,
            at=start,
            closed=_after(start, closed),
            deleted=_after(start, deleted),
            author=trusted or owner,
        )
    for number in life.signins:
        yield Signin(
            person=owner,
            at=opened + timedelta(days=number),
            succeeded=True,
            ip="192.0.2.2",
            user_agent="Browser",
        )
    for kind, since, until in life.others:
        start = opened + timedelta(days=since)
        if kind == "gateway":
            yield from make.gateway_rows(account, trusted or owner, at=start)
        else:
            yield _row(kind, account, owner, trusted or owner, start, _after(start, until))
    yield make.disclosure_row(account, at=opened)
    yield make.message_row(owner, account, at=opened)
    yield Activity(account=account, person=owner, at=opened, what="opened")
    for subject, records in ((account, life.on_hold), (owner, life.owner_on_hold)):
        if records:
            yield Hold(
                subject=subject,
                records=sorted(records),
                reason="a dispute",
                owner="legal",
                review_on=date(2040, 1, 1),
                placed_at=opened,
            )


def _row(
    kind: str,
    account: Account,
    owner: Person,
    somebody: Person,
    start: datetime,
    end: datetime | None,
) -> models.Model:
    """A row of one kind, about the account or one of its people; closed at `end`, if it can be."""
    match kind:
        case "session":
            return Session(
                session_key=uuid4().hex, expire_date=start, person=somebody, created_at=start
            )
        case "message":
            return make.message_row(somebody, account, at=start)
        case "consent":
            return ConsentEvent(
                person=owner, rule="consent.news", kind="given", at=start, channel="portal"
            )
        case "request":
            return RightsRequest(
                subject=somebody if end else account,
                person=somebody,
                right="export",
                rule="right.export",
                channel="portal",
                asked_at=start,
                closed_at=end,
                state="done" if end else "open",
            )
        case "inquiry":
            return make.inquiry_row(who=owner if end else None, at=start, closed=end)
        case "activity":
            return Activity(account=account, person=somebody, at=start, what="changed")
        case "disclosure":
            return Disclosure(
                subject=somebody,
                recipient="registry",
                rule="share.registry",
                categories=[],
                at=start,
            )
    raise ValueError(kind)
