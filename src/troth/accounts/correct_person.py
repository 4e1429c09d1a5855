"""Correct what is held about a person (GDPR Art. 16)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.correct_account import store
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts, log_in_owned
from troth.core.conflicts import act


@act
def correct_person(person: Person, details: Mapping[str, str], *, at: datetime) -> list[str]:
    """Store corrected details of a person, by column; the columns that changed.

    It holds at once, and the logs of the accounts that the person owns say what was corrected.
    Raises TrothError when the person is gone.
    """
    lock_with_accounts(person)
    changed = store(person, details, at=at)
    if changed:
        log_in_owned(person, gettext_noop("profile corrected"), about=changed, at=at)
    return changed
