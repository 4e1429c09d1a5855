"""Erase a customer who turns out to be younger than the policy takes."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.restrict import lift_all
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.erasure.erase import Erasure, erase
from troth.policy.parse import Policy
from troth.publishing.running import policy_on


@act
def erase_under_age(person: Person, *, at: datetime) -> Erasure:
    """Erase a person and the accounts that they own, as soon as their age is known.

    Nothing is waited for: a restriction of theirs is lifted. Of what the law keeps, such as the
    amount of an invoice, no name stays. They get a receipt by mail. Raises TrothError where the
    policy's `[refuse]` does not say so, and as `erase` does.
    """
    if not erases_under_age(policy_on(at)):
        raise TrothError(_("The policy does not have anybody erased for their age; see [refuse]."))
    lift_all(person, at=at)
    return erase(person, at=at, rule="refuse", child=True)


def erases_under_age(policy: Policy) -> bool:
    """Whether the policy has somebody erased who is younger than it takes."""
    refuse = policy.tables.refuse
    return refuse.age_in("") is not None and refuse.when_under_age == "erase"
