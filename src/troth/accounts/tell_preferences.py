"""Take in what a person tells of their own accord."""

from collections.abc import Mapping
from datetime import datetime

from troth.accounts.events import PREFERENCES_TOLD
from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person, Preferences
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def tell_preferences(person: Person, told: Mapping[str, str], *, at: datetime) -> list[str]:
    """Store what a person tells, by column; the columns that changed.

    Once all of it is empty, nothing is kept. The journal says which columns changed, never what
    they say. Raises TrothError when the person is gone.
    """
    lock_or_refuse(person)
    kept = Preferences.objects.filter(person=person).first() or Preferences(person=person)
    changed = [column for column in told if getattr(kept, column) != told[column]]
    if not changed:
        return []
    for column in changed:
        setattr(kept, column, told[column])
    if any(getattr(kept, column) for column in Preferences.privacy.classified):
        kept.told_at = at
        kept.save()
    else:
        kept.delete()
    note(
        PREFERENCES_TOLD,
        "collect.preferences",
        at=at,
        subject=person.pseudonym,
        counts={"fields": changed},
    )
    return changed
