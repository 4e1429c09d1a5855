"""Correct what is held about a person (GDPR Art. 16)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from troth.accounts.correct_account import store
from troth.accounts.log import log
from troth.accounts.models import Account, Membership, Person
from troth.core.enforces import enforces


@enforces("right.rectify", "collect.account")
@transaction.atomic
def correct_person(person: Person, details: Mapping[str, str], *, at: datetime) -> list[str]:
    """Store corrected details of a person, by column; the columns that changed.

    It holds at once, and the logs of the accounts that the person owns say what was corrected.
    Raises TrothError when the person is gone.
    """
    changed = store(person, details, at=at)
    if changed:
        owned = Account.objects.filter(
            memberships__person=person, memberships__role=Membership.Role.OWNER
        )
        for account in owned:
            log(account, gettext_noop("profile corrected"), about=changed, at=at, person=person)
    return changed
