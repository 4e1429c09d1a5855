"""Random histories of customers, for property tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import strategies as st

from troth.accounts.models import Account, Activity, Membership, Person, Session
from troth.accounts.restrict import restrict
from troth.erasure.hold import hold
from troth.gates.models import ConsentEvent, Disclosure
from troth.requests.models import RightsRequest
from troth.services.models import Service
from troth.testing import make

START = datetime(2012, 2, 27, 15, 30, tzinfo=UTC)  # so that leap days and short months occur
DAYS = 5200

days = st.integers(0, DAYS)
spans = st.integers(0, 1500)
maybe = st.none() | spans


ON_HOLD = [("*",), ("invoice", "payment"), ("payment",), ("ticket",), ("message",), ("request",)]
# Rows of which an account or its people have any number: since when, and until when.
KINDS = ["session", "message", "consent", "request", "inquiry", "activity", "disclosure"]


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
)
histories = st.lists(lives, min_size=1, max_size=4)
sweep_days = days.map(lambda n: (START + timedelta(days=n + 400)).date())


def play(history: list[Life]) -> list[Account]:
    """Make the rows of a history."""
    made: list[tuple[Account, Person, Person | None]] = []
    before: Person | None = None
    for life in history:
        opened = START + timedelta(days=life.opened)
        owner = make.person(at=opened)
        account = make.account(owner, at=opened)
        trusted = before if life.trusts else None
        if trusted:
            Membership.objects.create(
                account=account,
                person=trusted,
                role="trusted",
                scopes="billing privacy",
                created_at=opened,
            )
        made.append((account, owner, trusted))
        before = owner
    # A sign-in counts for all accounts that one belongs to by then.
    for life, (account, owner, trusted) in zip(history, made, strict=True):
        _fill(account, owner, trusted, life, START + timedelta(days=life.opened))
    return [account for account, _owner, _trusted in made]


def _fill(
    account: Account, owner: Person, trusted: Person | None, life: Life, opened: datetime
) -> None:
    def at(start: datetime, span: int | None) -> datetime | None:
        return None if span is None else start + timedelta(days=span)

    for started, lasted, deleted in life.services:
        start = opened + timedelta(days=started)
        service = make.service(account, at=start, ended=at(start, lasted))
        if service.ended_at:
            Service.objects.filter(pk=service.pk).update(deleted_at=at(service.ended_at, deleted))
    for issued, paid in life.invoices:
        make.invoice(account, at=opened + timedelta(days=issued), paid=paid)
    for asked, closed, deleted in life.tickets:
        start = opened + timedelta(days=asked)
        ticket = make.ticket(account, at=start, closed=at(start, closed), author=trusted or owner)
        ticket.deleted_at = at(start, deleted)
        ticket.save()
    for number in life.signins:
        make.signin(owner, at=opened + timedelta(days=number))
    for kind, since, until in life.others:
        start = opened + timedelta(days=since)
        _add(kind, account, owner, trusted or owner, start, at(start, until))
    make.disclosure(account, at=opened)
    make.message(owner, account, at=opened)
    Activity.objects.create(account=account, person=owner, at=opened, what="opened")
    Account.objects.filter(pk=account.pk).update(
        cancelled_at=at(opened, life.cancelled),
        erasure_asked_at=opened if life.erasure_asked else None,
    )
    if life.owner_asked:
        Person.objects.filter(pk=owner.pk).update(erasure_asked_at=opened)
    if life.restricted:
        restrict(account, at=opened)
    for subject, records in ((account, life.on_hold), (owner, life.owner_on_hold)):
        if records:
            hold(
                subject,
                records=records,
                reason="a dispute",
                owner="legal",
                review_on=date(2040, 1, 1),
                at=opened,
            )


def _add(
    kind: str,
    account: Account,
    owner: Person,
    somebody: Person,
    start: datetime,
    end: datetime | None,
) -> None:
    """A row of one kind, about the account or one of its people; closed at `end`, if it can be."""
    match kind:
        case "session":
            Session.objects.create(
                session_key=uuid4().hex, expire_date=start, person=somebody, created_at=start
            )
        case "message":
            make.message(somebody, account, at=start)
        case "consent":
            ConsentEvent.objects.create(
                person=owner, rule="consent.news", kind="given", at=start, channel="portal"
            )
        case "request":
            RightsRequest.objects.create(
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
            make.inquiry(who=owner if end else None, at=start, closed=end)
        case "activity":
            Activity.objects.create(account=account, person=somebody, at=start, what="changed")
        case "disclosure":
            Disclosure.objects.create(
                subject=somebody,
                recipient="registry",
                rule="share.registry",
                categories=[],
                at=start,
            )
