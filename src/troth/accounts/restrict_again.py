"""After a backup was restored: restrict whoever was restricted since, and lift what was lifted."""

from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction

from troth.accounts.models import Account, Person
from troth.journal.models import Entry

CHUNK = 500


@transaction.atomic
def restrict_again(start: int) -> int:
    """Bring restrictions to what the journal's last word is from place `start` on; how many.

    A second run changes nothing. Subjects who are not here are passed over.
    """
    events = ("processing.restricted", "restriction.lifted")
    last = (
        Entry.objects.filter(seq__gte=start, event__in=events)
        .order_by("subject", "-seq")
        .distinct("subject")
    )
    changed = 0
    for chunk in batched(last.iterator(), CHUNK):
        lifted = [entry.subject for entry in chunk if entry.event == "restriction.lifted"]
        restricted: dict[UUID | None, datetime | None] = {e.subject: e.at for e in chunk}
        restricted |= dict.fromkeys(lifted)
        # Accounts before their people, as every removal locks them.
        changed += _mark(Account, restricted) + _mark(Person, restricted)
    return changed


def _mark(model: type[Account] | type[Person], wanted: dict[UUID | None, datetime | None]) -> int:
    here = model._default_manager.filter(pseudonym__in=[name for name in wanted if name])
    states = here.select_for_update().order_by("pk").values_list("pk", "pseudonym", "restricted_at")
    wrong = [
        (key, wanted[pseudonym])
        for key, pseudonym, restricted_at in states
        if (restricted_at is None) != (wanted[pseudonym] is None)
    ]
    for moment in {moment for _, moment in wrong}:
        keys = [key for key, wanted_at in wrong if wanted_at == moment]
        model._default_manager.filter(pk__in=keys).update(restricted_at=moment)
    return len(wrong)
