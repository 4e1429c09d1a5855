"""The gate through which messages to people go: the policy says which, by which channel, to whom.

A message is put into the outbox in the caller's transaction, with the job that sends it; what is
rolled back was never sent.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.core.vault import seal
from troth.gates.consent import agrees, may_use
from troth.messaging.models import SECRET_USE, Message
from troth.messaging.sms import queue_text
from troth.messaging.tasks import deliver_soon
from troth.policy.parse import Policy
from troth.publishing.running import policy_on


def send(
    person: Person,
    *,
    subject: str,
    body: str,
    at: datetime,
    rule: str | None = None,
    account: Account | None = None,
    address: str | None = None,
    secret: bool = False,
    thread: str = "",
) -> Message | None:
    """Queue a message to a person by e-mail; None when the policy does not let it go.

    Where the rule has them by text message too, one goes to the person's telephone.

    rule: the policy's `[message.X]`, such as `message.offers`; without one, the one for messages
    that cannot be declined. address: where to, if not to the person's own address. secret: the
    body holds a link that signs in, and is emptied once it is sent. thread: what it is about, to
    which answers lead; see `thread.py`.
    Raises TrothError for a rule that the policy does not have, or not by e-mail.
    """
    policy = policy_on(at)
    rule = rule or system_rule(policy)
    if not may_send(person, rule, policy, at=at):
        return None
    about = {"account": account, "rule": rule, "thread": thread}
    message = Message(person=person, **about, **_text(body, secret))
    queued = _queue(message, address or person.email, subject, at)
    if text := queue_text(person, queued, policy, at=at):
        deliver_soon.defer(number=text.pk)
    return queued


def send_to_stranger(
    address: str,
    account: Account | None,
    *,
    subject: str,
    body: str,
    at: datetime,
    secret: bool = False,
    thread: str = "",
) -> Message:
    """Queue a message of an account, such as an invitation, to somebody without a login.

    One of no account, such as the answer to somebody who is not known here or the receipt of an
    erasure, is gone once it has been sent.
    """
    rule = system_rule(policy_on(at))
    message = Message(account=account, rule=rule, thread=thread, **_text(body, secret))
    return _queue(message, address, subject, at)


def may_send(person: Person, rule: str, policy: Policy, *, at: datetime) -> bool:
    """Whether a message may go to a person by a rule: those with a consent need it to hold.

    What cannot be declined goes even while processing is restricted: it tells people what was
    done with their account, or answers what they asked (GDPR Art. 12, 18(2), 18(3)).
    """
    message = policy.tables.message.get(rule.partition(".")[2])
    if message is None or "email" not in message.channels:
        raise TrothError(_("The policy has no %(rule)s by e-mail.") % {"rule": rule})
    consents = message.consent is None or agrees(person, message.consent, at=at)
    return consents and may_use(person, message.purposes, at=at)


def system_rule(policy: Policy) -> str:
    """The rule of messages that cannot be declined. Raises TrothError when there is none."""
    for name, message in policy.tables.message.items():
        if message.consent is None and "email" in message.channels:
            return f"message.{name}"
    raise TrothError(
        _("The policy has no [message] by e-mail that goes without a consent; add one.")
    )


def _text(body: str, secret: bool) -> dict[str, Any]:
    """The text in the column that says who may see it."""
    return {"secret": True, "secret_body": seal(body, SECRET_USE)} if secret else {"body": body}


def _queue(message: Message, address: str, subject: str, at: datetime) -> Message:
    message.channel, message.address = "email", address
    message.subject = " ".join(subject.split())[:200]
    message.created_at = message.next_at = at
    message.save()
    deliver_soon.defer(number=message.pk)
    return message
