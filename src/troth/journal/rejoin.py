"""Make the database's journal and this host's copy one history again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from troth.core.provider import provider
from troth.journal.agree import JournalStopped, agree_with_copy, agree_with_signature
from troth.journal.checkpoint import checkpoint
from troth.journal.copy import open_copy
from troth.journal.events import FORKED
from troth.journal.export import beside, mirror, renew
from troth.journal.models import Entry
from troth.journal.signature import signature_file
from troth.journal.take_up import TakenUp, take_up


@dataclass(frozen=True)
class Rejoined:
    """What was taken up, and where the host's old copy lies if a new one has taken its place."""

    taken: TakenUp
    old: Path | None


def rejoin(path: Path, *, at: datetime, join: bool = False, unsigned: bool = False) -> Rejoined:
    """Take up from the copy in `path` what the database lacks, sign it, and go on copying.

    This host's own copy is kept under another name, and written anew, where it is damaged or ends
    with what was not taken up: the database cannot go on from that. Killed anywhere, it can run
    again.

    Arguments and errors are those of `take_up`; raises JournalStopped when `path` is another
    file, and the host's own copy still has entries that the database lacks.
    """
    with open_copy(path) as copy:
        taken = take_up(copy, at=at, join=join, unsigned=unsigned)
        damaged = bool(copy.problems)
    own = provider().journal_copy
    old = None
    if own.exists() and path.samefile(own) and (damaged or not _agrees(agree_with_copy)):
        old = renew(own, at=at)
    # A signature over what the join has numbered anew is withdrawn, like the checkpoints there.
    joined = join and Entry.objects.filter(event=FORKED).exists()
    if joined and not _agrees(agree_with_signature):
        signature_file().rename(beside(signature_file(), "before", at))
    checkpoint(at=at)
    mirror(own)
    return Rejoined(taken, old)


def _agrees(agree: Callable[[], None]) -> bool:
    try:
        agree()
    except JournalStopped:
        return False
    return True
