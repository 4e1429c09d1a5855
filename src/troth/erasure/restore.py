"""After a backup was restored: erase again whoever was erased since it was made.

A tombstone in the journal names its subject by a pseudonym that stands nowhere but in the
subject's own row. Erasure destroyed that row; a restored backup has it again, and so the two
find each other. The journal has taken up its copy before, and policies, holds and restrictions
stand again as they were.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import uuid4

from troth.accounts.models import Account, Person, Subject
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.erasure.erase import tombstones
from troth.erasure.events import HOLD_LIFTED, HOLD_PLACED
from troth.erasure.hold import note_hold
from troth.erasure.hold_again import place_again
from troth.erasure.models import Hold
from troth.erasure.remove import lock, remove
from troth.erasure.tally import on_hold_in
from troth.journal.append import append_many
from troth.journal.models import Entry
from troth.policy.about import rule_about
from troth.policy.plan import Plan
from troth.publishing.running import plan_on, policy_of

CHUNK = 500
_MODELS: dict[str, Any] = {"account": Account, "person": Person}


@dataclass
class Restored:
    """How many subjects were erased again, how many in part, and how many were left alone.

    `on_hold` are those of which a hold keeps a part; `restricted` those whose processing is
    restricted, who stay until that is lifted, and then the sweep erases them.
    """

    erased: int = 0
    on_hold: int = 0
    restricted: int = 0

    def __iadd__(self, other: "Restored") -> "Restored":
        self.erased += other.erased
        self.on_hold += other.on_hold
        self.restricted += other.restricted
        return self


def restore_erasures(start: int, *, at: datetime) -> Restored:
    """Erase every subject here that the journal calls erased from place `start` on.

    What a hold kept then is kept now: where no hold is here, and none was lifted since, one is
    placed for the same records. Can be killed and run again; a second run finds nobody but those
    who stay.
    """
    plan = plan_on(at)
    total = Restored()
    for kind, model in _MODELS.items():
        events = (f"{kind}.erased", f"{kind}.partly_erased")
        last = (
            Entry.objects.filter(seq__gte=start, event__in=events, subject__isnull=False)
            .order_by("subject", "-seq")
            .distinct("subject")
        )
        for chunk in batched(last.iterator(), CHUNK):
            pseudonyms = [entry.subject for entry in chunk]
            here = dict(
                model.objects.filter(pseudonym__in=pseudonyms).values_list("pseudonym", "pk")
            )
            for entry in chunk:
                if entry.subject in here and on_hold_in(entry.counts):
                    _keep_on_hold(kind, here[entry.subject], entry, at)
            ids = sorted(here.values())
            if kind == "person":
                total += _again("account", owned_accounts(*ids), plan, at)
            total += _again(kind, ids, plan, at)
    return total


@act
def _again(kind: str, ids: list[int], plan: Plan, at: datetime) -> Restored:
    locked = lock(plan.subjects[kind], ids)
    restricted = sum(stopped for _, _, stopped in locked)
    # Where a hold or a restriction stands in the way, the request stands, and the sweep carries
    # it out once that is lifted.
    Subject.objects.filter(pk__in=ids, erasure_asked_at=None).update(erasure_asked_at=at)
    removed = remove(kind, ids, plan=plan, at=at, receipt=uuid4())
    policy = policy_of(plan)
    rule = rule_about("right.erase", policy)
    append_many(tombstones(removed, policy, at=at, rule=rule))
    gone = {pseudonym for _, pseudonym in removed.gone}
    stay = sum(pseudonym not in gone for _, pseudonym, stopped in locked if not stopped)
    return Restored(len(removed.gone), stay, restricted)


@act
def _keep_on_hold(kind: str, key: int, entry: Entry, at: datetime) -> None:
    """Hold again what a hold kept of a subject, where neither that nor its end is known here."""
    about = [key, *owned_accounts(key)] if kind == "person" else [key]
    subjects = list(Subject.objects.filter(pk__in=about).order_by("pk"))
    names = [each.pseudonym for each in subjects]
    if Entry.objects.filter(event=HOLD_LIFTED, subject__in=names, seq__gt=entry.seq).exists():
        return
    holds = Hold.objects.filter(subject__in=about)
    if holds.filter(lifted_at=None, placed_at__lte=entry.at).exists():
        return
    for each in subjects:
        placed = place_again(each, sorted(on_hold_in(entry.counts)), at=entry.at)
        note_hold(HOLD_PLACED, placed, at=at)
