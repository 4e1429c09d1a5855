"""Correct what is held about an account (GDPR Art. 16)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.events import ACCOUNT_CORRECTED, PERSON_CORRECTED
from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def correct_account(
    account: Account, details: Mapping[str, str], *, by: Person, at: datetime
) -> list[str]:
    """Store corrected details of an account, by column; the columns that changed.

    It holds at once, and the account's log says what was corrected by whom. Raises TrothError
    when the account is gone, and RestrictedError for another than its owner where its processing
    is restricted.
    """
    refuse_restricted("accounts.correct_account.correct_account", account, by=by)
    changed = store(account, details, at=at)
    if changed:
        log(account, gettext_noop("details corrected"), about=changed, at=at, person=by)
    return changed


def store(subject: Account | Person, details: Mapping[str, str], *, at: datetime) -> list[str]:
    """Store the details that differ and write down in the journal which, never what they say."""
    stored = lock_or_refuse(subject)
    changed = [column for column in details if getattr(stored, column) != details[column]]
    if changed:
        for column in changed:
            setattr(stored, column, details[column])
        stored.confirmed_at = at
        stored.save(update_fields=[*changed, "confirmed_at"])
        note(
            ACCOUNT_CORRECTED if isinstance(stored, Account) else PERSON_CORRECTED,
            "right.rectify",
            at=at,
            subject=stored.pseudonym,
            counts={"fields": changed},
        )
    return changed
