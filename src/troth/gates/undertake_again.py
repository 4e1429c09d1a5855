"""After a backup was restored: what recipients have undertaken since, and what has ended."""

from datetime import date

from troth.core.conflicts import act
from troth.gates.events import UNDERTAKING_ENDED, UNDERTAKING_ENTERED
from troth.gates.models import Undertaking
from troth.journal.models import Entry


@act
def undertake_again(start: int) -> int:
    """Enter and end undertakings as the journal says from place `start` on; how many changes.

    Where the document lies is not in the journal. A second run changes nothing.
    """
    events = (UNDERTAKING_ENTERED, UNDERTAKING_ENDED)
    changed = 0
    for entry in Entry.objects.filter(seq__gte=start, event__in=events).order_by("seq"):
        of = Undertaking.objects.filter(
            recipient=entry.rule.removeprefix("share."),
            kind=entry.counts["kind"],
            signed_on=date.fromisoformat(entry.counts["signed"]),
        )
        if entry.event == UNDERTAKING_ENDED:
            lasting = of.filter(ended_at=None, entered_at__lte=entry.at)
            changed += lasting.update(ended_at=entry.at)
        elif not of.filter(entered_at=entry.at).exists():
            changed += 1
            _enter(entry)
    return changed


def _enter(entry: Entry) -> None:
    Undertaking.objects.create(
        recipient=entry.rule.removeprefix("share."),
        kind=entry.counts["kind"],
        signed_on=date.fromisoformat(entry.counts["signed"]),
        purposes=entry.counts["purposes"],
        entered_at=entry.at,
    )
