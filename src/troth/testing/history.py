"""Random histories of customers, for property tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from troth.accounts.models import Account, Activity, Membership, Person
from troth.accounts.restrict import restrict
from troth.erasure.hold import hold
from troth.testing import make

START = datetime(2012, 2, 27, 15, 30, tzinfo=UTC)  # so that leap days and short months occur
DAYS = 5200

days = st.integers(0, DAYS)
spans = st.integers(0, 1500)
maybe = st.none() | spans


@dataclass(frozen=True)
class Life:
    """An account's history, in days since START or since an earlier event."""

    opened: int
    cancelled: int | None
    erasure_asked: bool
    restricted: bool
    on_hold: tuple[str, ...]
    services: tuple[tuple[int, int | None], ...]
    invoices: tuple[int, ...]
    tickets: tuple[tuple[int, int | None, int | None], ...]
    signins: tuple[int, ...]
    trusts: bool  # the owner of the account made before is a trusted person of this one


lives = st.builds(
    Life,
    opened=days,
    cancelled=maybe,
    erasure_asked=st.booleans(),
    restricted=st.sampled_from([False, False, False, True]),
    on_hold=st.sampled_from([(), (), (), ("*",), ("invoice", "payment"), ("ticket",)]),
    services=st.lists(st.tuples(spans, maybe), max_size=2).map(tuple),
    invoices=st.lists(spans, max_size=2).map(tuple),
    tickets=st.lists(st.tuples(spans, maybe, maybe), max_size=2).map(tuple),
    signins=st.lists(spans, max_size=2).map(tuple),
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
            Membership.objects.create(account=account, person=trusted, role="trusted")
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

    for started, lasted in life.services:
        start = opened + timedelta(days=started)
        make.service(account, at=start, ended=at(start, lasted))
    for issued in life.invoices:
        make.invoice(account, at=opened + timedelta(days=issued))
    for asked, closed, deleted in life.tickets:
        start = opened + timedelta(days=asked)
        ticket = make.ticket(account, at=start, closed=at(start, closed), author=trusted or owner)
        ticket.deleted_at = at(start, deleted)
        ticket.save()
    for number in life.signins:
        make.signin(owner, at=opened + timedelta(days=number))
    make.disclosure(account, at=opened)
    make.message(owner, account, at=opened)
    Activity.objects.create(account=account, person=owner, at=opened, what="opened")
    Account.objects.filter(pk=account.pk).update(
        cancelled_at=at(opened, life.cancelled),
        erasure_asked_at=opened if life.erasure_asked else None,
    )
    if life.restricted:
        restrict(account, at=opened)
    if life.on_hold:
        hold(
            account,
            records=life.on_hold,
            reason="a dispute",
            owner="legal",
            review_on=date(2040, 1, 1),
            at=opened,
        )
