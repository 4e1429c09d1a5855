"""Say which right a mail asks for."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing.running import policy_on
from troth.requests.ask_back import ask_back
from troth.requests.clock import due_on
from troth.requests.events import SORTED, VERIFIED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.name_asker import name_asker
from troth.requests.note import note
from troth.requests.proof_link import takes_link
from troth.requests.rules import named, refuse_of_nobody, rule_of
from troth.requests.verify import proved_by


@act
def sort(
    request: RightsRequest,
    choice: str,
    *,
    at: datetime,
    person: Person | None = None,
    whose: str = "",
) -> RightsRequest:
    """Put a request that came without a right under a rule, such as `right.erase`; see `named`.

    whose: in words, whose data is meant, if not that of who asks. person: who asks, where the mail
    itself does not prove it; they are verified later. The deadline counts from the arrival of the
    mail. Where the sender is genuine and that is not proof enough, a link goes to the registered
    address. One for the same that is open stays as it is: each is answered. Raises TrothError for a
    request that has its right already, and for a report that does not say of whom it is.
    """
    current = locked(request)
    if current.right:
        raise TrothError(_("This request already has its right."))
    policy = policy_on(at)
    current.right, current.rule = named(choice, current.channel, policy)
    refuse_of_nobody(current.right, whose)
    current.whose = whose
    right = rule_of(current.rule, policy)
    genuine = current.person is not None
    proof = proved_by("registered-email", current.right, right) if genuine else ""
    if person and current.person is None:
        name_asker(current, person)
    current.due_on = due_on(current.rule, day_at(current.asked_at), policy)
    current.verified_at, current.verified_by = (at, proof) if proof else (None, "")
    current.save()
    due = {"due": current.due_on.isoformat()} if current.due_on else {}
    note(SORTED, current, at=at, **due)
    if proof:
        note(VERIFIED, current, at=at, by=proof)
    elif genuine and takes_link(current, right):
        ask_back(current, "proof", "", at=at)
        current.refresh_from_db()
    return current
