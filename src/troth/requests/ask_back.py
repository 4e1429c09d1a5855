"""Ask whoever asked for a proof or for an answer, without which the request cannot go on."""

from datetime import datetime

from troth.core.conflicts import act
from troth.messaging.language import language_of
from troth.messaging.letter import closing
from troth.publishing.running import policy_on
from troth.requests.events import PROOF_ASKED, QUESTION_ASKED
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.pause import PROOF, pause
from troth.requests.proof_link import invitation, takes_link
from troth.requests.rules import rule_of
from troth.requests.tell import tell
from troth.requests.wording import suggested


@act
def ask_back(request: RightsRequest, kind: str, question: str, *, at: datetime) -> None:
    """Ask for a proof (kind `proof`) or for an answer (`question`), by mail.

    Where the rule takes the registered address as a proof, the mail to it holds a link that is
    one. The clock stands meanwhile, where the rule says so and it does not stand already. Raises
    TrothError when the request is closed.
    """
    current = locked(request)
    policy = policy_on(at)
    right = rule_of(current.rule, policy)
    text = suggested(kind, current, policy, reason=question)
    by_link = kind == "proof" and takes_link(current, right)
    if by_link:
        signed = closing(language_of(current.person, policy), policy.tables.provider)
        above = text.removesuffix(signed).rstrip()
        below = f"\n\n{signed}" if text.endswith(signed) else ""  # a wording may have none
        text = f"{above}\n\n{invitation(current, at=at)}{below}"
    tell(current, text, at=at, secret=by_link)
    note(PROOF_ASKED if kind == "proof" else QUESTION_ASKED, current, at=at)
    why = PROOF if kind == "proof" else "waiting-for-subject"
    if why in right.stops and not current.paused_at:
        pause(current, why, at=at)
