"""Keep the policy: remove everything whose time has come.

The sweep goes through the plan's rules one by one. For each it asks the database once for all
rows that are due, then takes them in chunks: a chunk is claimed again under lock (a customer may
have come back meanwhile, another worker may be at it), removed, and written into the journal in
one transaction. So it can be killed anywhere and run again, and two may run at once. What fails
stops the rule that it is of, and no other; staff are told.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from troth.accounts.models import Person
from troth.core.conflicts import CONFLICTS, BusyError, act, conflict
from troth.core.errors import TrothError
from troth.core.limits import LONG, limited
from troth.core.query import query
from troth.erasure.cutoff import cutoff
from troth.erasure.empty_unreachable import UNREACHABLE, empty_unreachable
from troth.erasure.erase import erase_as_asked, tombstones
from troth.erasure.events import REMOVED
from troth.erasure.failed import Failed, tell_failed
from troth.erasure.remove import Ids, Removed, carry_out, lock, members, remove
from troth.erasure.remove_unconfirmed import SIGN_UP, remove_unconfirmed
from troth.erasure.tally import Tally
from troth.erasure.tell import tell_left
from troth.files.doom import delete_doomed
from troth.files.orphans import doom_orphans
from troth.journal.append import append_many
from troth.policy import sql
from troth.policy.about import rule_about
from troth.policy.plan import Plan, Sweep
from troth.publishing.evidence import entry
from troth.publishing.running import asked_once, plan_on, policy_of
from troth.requests.waits_to_be_let_in import count_who_waits

logger = logging.getLogger(__name__)

CHUNK = 50  # rows of the rule's record; who writes about one of them waits some 50 ms


@dataclass
class Kept:
    """What a sweep did, by rule and record, and what it could not do."""

    on: date
    by_rule: dict[tuple[str, str], Tally] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)

    @property
    def removed(self) -> int:
        return sum(tally.removed for tally in self.by_rule.values())


@asked_once()
def keep(
    *,
    on: date,
    at: datetime,
    chunk: int = CHUNK,
    progress: Callable[[str, int], None] = lambda rule, rows: None,
) -> Kept:
    """Remove all that was due on day `on` under the policy in force at `at`.

    Who waits to be let in again counts as somebody who tries to sign in. `at` is now, and the
    moment that the journal gets; `chunk` is how many rows of a rule's record share a transaction;
    `progress` hears of each chunk: the rule and the rows it took.
    What fails is in the answer; see `failed.py`.

    What is left in the end does not hang on `chunk`, and neither does what is told of it, but for
    one figure: a row about one person that names another one (a request, by who handled it) is
    erased where both go in one chunk, and first unlinked from the other where they do not.
    """
    count_who_waits(at=at)
    plan = plan_on(at)
    kept = Kept(on)
    for sweep in plan.sweeps:
        tally = kept.by_rule.setdefault((sweep.rule, sweep.record), Tally())
        with _stops_alone(sweep.rule, sweep.record, kept):
            for ids in due(sweep, plan, on, chunk):
                if sweep.asked and sweep.record == "person":
                    done = _requests(plan, ids, at=at)
                else:
                    done = _chunk_or_later(sweep, plan, ids, on=on, at=at)
                tally += done
                progress(sweep.rule, done.removed)
    with _stops_alone(UNREACHABLE, "person", kept):
        empty_unreachable(on=on, at=at)
    signing_up = rule_about(SIGN_UP, policy_of(plan))
    with _stops_alone(signing_up, "person", kept):
        if (unconfirmed := remove_unconfirmed(policy_of(plan), on=on, at=at)).removed:
            kept.by_rule[signing_up, "person"] = unconfirmed
    tell_failed(kept.failed, at=at)
    doom_orphans(at=at)
    delete_doomed()
    return kept


@contextmanager
def _stops_alone(rule: str, record: str, kept: Kept) -> Iterator[None]:
    """Note an error within the block, whatever it is: the rules behind it have their turn."""
    try:
        yield
    except Exception as error:
        if connection.in_atomic_block:
            raise  # the caller's transaction is lost as a whole
        kept.failed.append(Failed.by(rule, record, error))


def due(sweep: Sweep, plan: Plan, on: date, chunk: int = CHUNK, *, gone: Ids = ()) -> Iterator[Ids]:
    """The keys of the rows due by one rule, read from the server bit by bit.

    `gone` are accounts to be thought away, for who would be left without one.
    """
    cut = cutoff(sweep, on)
    if cut is None:
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.due(sweep, plan), {"cutoff": cut, "gone": list(gone)})
        while rows := cursor.fetchmany(chunk):
            yield [key for (key,) in rows]


def _requests(plan: Plan, ids: Ids, *, at: datetime) -> Tally:
    """Carry out what people have asked for, one by one: each gets a receipt of their own."""
    tally = Tally()
    for person in Person.objects.filter(pk__in=ids).order_by("pk"):
        # Restricted or gone since it was found to be due, or in use.
        with suppress(TrothError), limited(LONG):
            tally += erase_as_asked(person, plan=plan, at=at)
    return tally


def _chunk_or_later(sweep: Sweep, plan: Plan, ids: Ids, *, on: date, at: datetime) -> Tally:
    """Remove one chunk; none of it where others are in the way: the next sweep finds it due."""
    try:
        with limited(LONG):
            return _chunk(sweep, plan, ids, on=on, at=at)
    except BusyError as busy:
        if conflict(busy.__cause__ or busy) in CONFLICTS:
            raise  # nobody can be in the way so many times: the row itself is
        logger.warning("rows that are due by %s are in use; the next sweep takes them", sweep.rule)
        return Tally()


@act
def _chunk(sweep: Sweep, plan: Plan, ids: Ids, *, on: date, at: datetime) -> Tally:
    """Remove one chunk and write down that it was done."""
    values: dict[str, Any] = {"cutoff": cutoff(sweep, on), "gone": []}
    claimed = [key for (key,) in query(sql.claim(sweep, plan), ids=list(ids), **values)]
    if sweep.record == "account" and claimed:
        # Somebody may be signing in: with the people locked, whoever has come back stays.
        lock(plan.subjects["person"], members(claimed))
        claimed = [key for (key,) in query(sql.among(sweep, plan), ids=claimed, **values)]
    if not claimed:
        return Tally()
    policy = policy_of(plan)
    # A sweep of what people have asked for is planned by a right, which has its own name there.
    rule = rule_about(sweep.rule, policy) if sweep.asked else sweep.rule
    summary = entry(REMOVED, at=at, rule=rule, policy=policy)
    if sweep.record in plan.subjects:
        # Whoever is left without an account goes when all accounts have gone: were they taken along
        # here, what is found about them would depend on which accounts share a chunk.
        removed = remove(
            sweep.record, claimed, plan=plan, at=at, receipt=summary.receipt, with_people=False
        )
    else:
        removed = Removed(carry_out(plan.removals[sweep.removal], claimed, at=at))
    if removed.tally.removed:
        summary.counts = removed.tally.as_counts()
        append_many([summary, *tombstones(removed, policy, at=at, rule=rule)])
        tell_left(removed.tally.left, policy, at=at)
    return removed.tally
