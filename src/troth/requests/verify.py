"""Note how somebody proved to be who they say (GDPR Art. 12(6))."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.policy.language import Right
from troth.policy.placeholders import either
from troth.policy.vocabulary import PROOFS
from troth.publishing.running import policy_on
from troth.requests.events import VERIFIED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.name_asker import name_asker
from troth.requests.note import note
from troth.requests.pause import PROOF, run_on
from troth.requests.rules import rule_of
from troth.requests.verifiers import may_verify

# What is erased does not come back, nor what was handed out: for these no mail is proof enough,
# whoever vouches for its sender, but a link that went to the registered address.
BY_LINK = frozenset({"access", "erase", "export"})


@act
def verify(
    request: RightsRequest,
    by: str,
    *,
    at: datetime,
    person: Person | None = None,
    staff: Person | None = None,
    by_link: bool = False,
) -> RightsRequest:
    """Note that the person who asks has been identified `by` a proof of the rule.

    person: whom the request turned out to be about, while nobody was known. staff: who says so, as
    the request then tells; None where a mail does. by_link: they followed a link that went to the
    registered address; for what BY_LINK names, a mail from there is not enough. A clock that stood
    for the proof runs on. Raises TrothError for a proof that the rule does not take or the role of
    `staff` does not accept, when nobody is known, and when it was verified before.
    """
    current = locked(request)
    policy = policy_on(at)
    right = rule_of(current.rule, policy)
    if current.verified_at:
        raise TrothError(_("The identity has already been verified."))
    if by not in accepted(right):
        if not accepted(right):
            raise TrothError(_("The policy takes no proof for this right."))
        ways = either(PROOFS[proof] for proof in accepted(right))
        raise TrothError(_("The policy takes as a proof: %(ways)s.") % {"ways": ways})
    if staff and not may_verify(staff, by, right, policy):
        raise TrothError(
            _("Your role cannot accept this proof. Leave it to someone whose role can.")
        )
    if by == "registered-email" and current.right in BY_LINK and not by_link:
        raise TrothError(
            _("A mail alone does not prove this. Ask for a proof: a link goes to the address.")
        )
    if person and current.person is None:
        name_asker(current, person)
    if current.person is None:
        raise TrothError(_("First say whom the request is about."))
    current.verified_at, current.verified_by, current.verifier = at, by, staff
    if current.paused_for == PROOF:
        run_on(current, at=at)
    current.save(update_fields=["person", "subject", "verified_at", "verified_by", "verifier"])
    role = {"role": staff.staff_role} if staff else {}
    note(VERIFIED, current, at=at, by=by, **role)
    return current


def accepted(right: Right) -> tuple[str, ...]:
    """The proofs that a rule takes.

    Whoever takes mail from the registered address takes a sign-in with that address and its
    password as well: a sender is easier to forge.
    """
    if "registered-email" in right.proof and "sign-in" not in right.proof:
        return (*right.proof, "sign-in")
    return right.proof


def proved_by(channel: str, word: str, right: Right) -> str:
    """The proof of a right, such as `erase`, that lies in a channel itself; or blank."""
    if channel == "registered-email" and word in BY_LINK:
        return ""
    proof = {"portal": "sign-in", "registered-email": "registered-email"}.get(channel, "")
    return proof if proof in accepted(right) else ""


def waits_for_proof(request: RightsRequest, right: Right) -> bool:
    """Whether who asks has still to be verified before anything may be done or told."""
    return bool(right.proof) and request.verified_at is None
