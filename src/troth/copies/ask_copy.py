"""Ask for a copy of all that is held about oneself."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.copies.copy import VALID, digest_of, remove_copies, secret_for
from troth.copies.export import Format
from troth.copies.models import Copy
from troth.copies.tasks import copy as make_soon
from troth.core.conflicts import act


@act
def ask_copy(person: Person, format: Format, *, at: datetime, rule: str = "") -> Copy:
    """Ask for a copy, which a worker then makes; the one that is waited for, if there is one.

    One that was made before is removed. `rule` is the one that it was asked under, as for
    `copy_rule`. Raises TrothError for a person who is gone.
    """
    lock_or_refuse(person)  # of two clicks one copy
    mine = Copy.objects.filter(person=person)
    if waiting := mine.filter(ready_at=None).first():
        return waiting
    remove_copies(list(mine))
    copy = Copy.objects.create(
        person=person,
        rule=rule,
        format=format,
        digest=digest_of(secret_for(person.pk, at)),
        asked_at=at,
        expires_at=at + VALID,
    )
    make_soon.defer(number=copy.pk)
    return copy
