"""After a backup was restored: erase again whoever was erased since it was made.

A tombstone in the journal names its subject by a pseudonym that stands nowhere but in the
subject's own row. Erasure destroyed that row; a restored backup has it again, and so the two
find each other. The tombstones come from a journal file, since the database's own journal is
as old as the backup.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.erasure.erase import tombstones
from troth.erasure.remove import lock, remove
from troth.journal.append import append_many
from troth.policy.plan import Plan
from troth.publishing.running import plan_on

CHUNK = 500
_MODELS: dict[str, Any] = {"account": Account, "person": Person}


@dataclass(frozen=True)
class Tombstone:
    """An erased subject: its kind and its pseudonym."""

    kind: str
    subject: UUID


def restore_erasures(lines: Iterable[str], *, at: datetime) -> int:
    """Erase every subject that the journal in `lines` calls erased and that is here again.

    `lines` is what `troth journal export` wrote, one entry a line. Returns how many subjects
    were erased. Can be killed and run again; a second run finds nobody. Raises TrothError,
    before anything is erased, when a line cannot be read.
    """
    found = list(_tombstones(lines))
    plan = plan_on(at.date())
    erased = 0
    for kind in ("account", "person"):
        pseudonyms = [t.subject for t in found if t.kind == kind]
        for chunk in batched(pseudonyms, CHUNK):
            ids = list(
                _MODELS[kind].objects.filter(pseudonym__in=chunk).values_list("pk", flat=True)
            )
            if kind == "person":
                erased += _again("account", owned_accounts(*ids), plan, at)
            erased += _again(kind, ids, plan, at)
    return erased


@act
def _again(kind: str, ids: list[int], plan: Plan, at: datetime) -> int:
    """Erase subjects once more; how many.

    Where a hold or a restriction of the backup's day stands in the way, the request stands, and
    the sweep carries it out once that is lifted.
    """
    lock(plan.subjects[kind], ids)
    _MODELS[kind].objects.filter(pk__in=ids).update(erasure_asked_at=at)
    removed = remove(kind, ids, plan=plan, at=at, receipt=uuid4())
    append_many(tombstones(removed, plan, at=at, rule="right.erase"))
    return len(removed.gone)


def _tombstones(lines: Iterable[str]) -> Iterator[Tombstone]:
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            kind, _, verb = entry["event"].partition(".")
            if verb in ("erased", "partly_erased") and kind in _MODELS and entry["subject"]:
                yield Tombstone(kind, UUID(entry["subject"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            message = f"Line {number} of the journal file is not an entry; export it again."
            raise TrothError(message) from None
