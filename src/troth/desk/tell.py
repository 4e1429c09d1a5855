"""The steps of a request that its subject hears of: each with its message, in one transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.desk.events import PROOF_ASKED, QUESTION_ASKED
from troth.desk.texts import fill, suggested
from troth.desk.words import RIGHTS
from troth.messaging.language import in_language_of
from troth.messaging.send import send, send_to_stranger
from troth.policy.language import Right
from troth.portal.wording import day
from troth.publishing.running import policy_on
from troth.requests import answer as answering
from troth.requests import extend as extending
from troth.requests import hand_over as handing_over
from troth.requests import pause as pausing
from troth.requests import refuse as refusing
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.note import note
from troth.requests.rules import rule_of


def can_write(request: RightsRequest) -> bool:
    """Whether there is an address to write to; else somebody calls or writes a letter."""
    return request.person is not None or "@" in request.sender


@act
def answer(request: RightsRequest, text: str, *, at: datetime) -> None:
    """Answer a request and mail the text. Raises TrothError as the step itself does."""
    tell(request, text, at=at)
    answering.answer(request, text, at=at)


@enforces("right.unpublish")
@act
def refuse(request: RightsRequest, reason: str, *, at: datetime) -> None:
    """Refuse a request and mail the reason. Raises TrothError as the step itself does."""
    text = suggested("refused", request, policy_on(at.date()), reason=reason)
    tell(request, text, at=at)
    refusing.refuse(request, reason, at=at)


@act
def extend(request: RightsRequest, because: str, *, at: datetime) -> None:
    """Take more time and mail the reason. Raises TrothError as the step itself does."""
    extended = extending.extend(request, because, at=at)
    text = suggested("extended", extended, policy_on(at.date()), reason=because)
    tell(extended, text, at=at)


@act
def ask_back(request: RightsRequest, kind: str, question: str, *, at: datetime) -> None:
    """Ask for a proof (kind `proof`) or for an answer (`question`), by mail.

    The clock stands meanwhile, where the rule says so and it does not stand already.
    """
    current = locked(request)
    policy = policy_on(at.date())
    tell(current, suggested(kind, current, policy, reason=question), at=at)
    note(PROOF_ASKED if kind == "proof" else QUESTION_ASKED, current, at=at)
    why = pausing.PROOF if kind == "proof" else "waiting-for-subject"
    right: Right = rule_of(current.rule, policy)
    if why in right.stops and not current.paused_at:
        pausing.pause(current, why, at=at)


@enforces("feature.reseller-handover", "right.reseller-customer-*")
@act
def hand_over(request: RightsRequest, reseller: Account, *, at: datetime) -> None:
    """Pass a request on to a reseller, and tell both. Raises TrothError as the step itself does.

    What is mailed lies in the reseller's account, whose data it is.
    """
    owner = owner_of(reseller)
    if owner is None:
        raise TrothError(_("This account has no owner who could be told."))
    name = reseller.company or reseller.name or owner.name
    policy = policy_on(at.date())
    tell(request, suggested("handed-over", request, policy, reseller=name), at=at, account=reseller)
    with in_language_of(owner, at=at):
        subject = _("A request of a customer of yours")
        body = fill(
            _(
                "Hello {name},\n\na customer of yours asked us on {asked} for: {right}. You decide "
                "about their data, so we pass the request on to you. Please answer them.\n\n"
                "From: {sender}\n\n{text}\n\n{provider}"
            ),
            {
                "name": owner.name,
                "asked": day(request.asked_at),
                "right": str(RIGHTS.get(request.right, request.right)),
                "sender": request.sender or (request.person.email if request.person else ""),
                "text": request.text,
                "provider": policy.tables.provider.name,
            },
        )
    send(owner, account=reseller, subject=subject, body=body, at=at)
    handing_over.hand_over(request, reseller, at=at)


def tell(
    request: RightsRequest, text: str, *, at: datetime, account: Account | None = None
) -> None:
    """Mail a text about a request to whoever asked, if there is an address.

    To a person who is known it goes to the registered address, wherever the request came from:
    that one is theirs for sure. Who asks to regain access cannot read there, and is written to
    where they say.
    """
    with in_language_of(request.person, at=at):
        subject = _("Your request: %(right)s") % {"right": RIGHTS.get(request.right, request.right)}
    elsewhere = request.sender if "@" in request.sender else None
    if request.person:
        address = elsewhere if request.right == "recover" else None
        send(request.person, subject=subject, body=text, at=at, address=address)
    elif elsewhere:
        send_to_stranger(elsewhere, account, subject=subject, body=text, at=at)
