"""Note that an account has an agreement which refers to the policy, and so accepts it."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.gates.accept_policy import accept_policy, has_accepted
from troth.publishing.running import policy_on


@act
def note_agreement(account: Account, *, at: datetime, by: Person) -> int:
    """Record that each person of an account accepts the policy who has not yet; how many."""
    lock_or_refuse(account)
    refuse_restricted("people.note_agreement.note_agreement", account)
    policy, noted = policy_on(at), 0
    for person in Person.objects.filter(memberships__account=account).order_by("pk"):
        if not has_accepted(person, policy, at=at):
            accept_policy(person, policy, "agreement", at=at)
            noted += 1
    if noted:
        log(account, gettext_noop("agreement noted that accepts the policy"), at=at, person=by)
    return noted
