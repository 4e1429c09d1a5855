"""Delete a ticket, where the policy says when what a customer deletes is purged."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.log import log
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.policy.parse import Policy
from troth.publishing.evidence import note
from troth.publishing.running import policy_on
from troth.support.events import TICKET_DELETED
from troth.support.models import Ticket


@enforces("keep.deleted")
@act
def delete_ticket(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """Take a ticket out of the account's sight; its clock of deletion starts. Twice is once."""
    left = Ticket.objects.filter(pk=ticket.pk, deleted_at=None)
    if left.update(deleted_at=at) and ticket.account:
        log(ticket.account, gettext_noop("ticket deleted"), at=at, person=by)
        rule = purged_by(policy_on(at))
        note(TICKET_DELETED, at=at, rule=rule, subject=ticket.account.pseudonym)


def purged_by(policy: Policy) -> str:
    """The rule by which deleted tickets are purged; blank where the policy has none."""
    kept = policy.tables.kept_by("ticket")
    return next((rule for rule, keep in kept if keep.from_ == "deletion"), "")
