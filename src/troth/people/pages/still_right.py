"""Whether customers are to be asked if their details are still right."""

from datetime import datetime

from troth.accounts.confirm_details import due_for_confirmation
from troth.accounts.models import Account, Person
from troth.publishing.running import policy_on


def still_right(subject: Account | Person, *, at: datetime) -> bool:
    """Where the policy promises to ask: when nobody has confirmed the details for a year."""
    if not due_for_confirmation(subject, at=at):
        return False
    return "profile-accuracy" in policy_on(at).features
