"""Erase a customer who turns out to be younger than the policy takes."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.erasure.erase import Erasure, erase
from troth.publishing.running import policy_on


@enforces("refuse")
def erase_under_age(person: Person, *, at: datetime) -> Erasure:
    """Erase a person and the accounts that they own, as soon as their age is known.

    Raises TrothError where the policy's `[refuse]` does not say so, and as `erase` does.
    """
    refuse = policy_on(at.date()).tables.refuse
    if refuse.under_age is None or refuse.when_under_age != "erase":
        raise TrothError(_("The policy does not have anybody erased for their age; see [refuse]."))
    return erase(person, at=at, rule="refuse")
