"""An e-mail address that turns out to be wrong: marked, asked about, and right again.

Of whoever gives no other one in time, it is emptied: see `erasure/empty_unreachable.py`.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.emptied import is_emptied
from troth.accounts.locked import GoneError
from troth.accounts.models import Person
from troth.accounts.owned import lock_with_accounts, log_in_owned
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.messaging.events import REACHABLE, UNREACHABLE
from troth.messaging.models import Message
from troth.policy.parse import Policy
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

_ENOUGH = 2  # mails that came back for good
_GIVEN = timedelta(days=30)  # for giving another address
_LATELY = timedelta(days=14)  # mail servers give up after five days at most, as a rule
_RULE = "feature.inaccurate-data"


def asks_about_wrong(policy: Policy) -> bool:
    """Whether the policy has what is found wrong asked about, and then emptied."""
    return "inaccurate-data" in policy.tables.feature


def is_unreachable(person: Person, *, at: datetime) -> bool:
    """Whether nothing is sent to a person's own address."""
    return person.unreachable_at is not None and asks_about_wrong(policy_on(at))


def to_be_right_by(person: Person, *, at: datetime) -> date | None:
    """The last day for giving another address; None where nobody asks for one."""
    if person.unreachable_at is None or not is_unreachable(person, at=at):
        return None
    return day_at(person.unreachable_at + _GIVEN)


@act
def came_back(number: int, *, at: datetime) -> bool:
    """Note that the mail of a message came back for good; whether the policy wants to know.

    It counts once, and only of a mail that was sent lately: whoever has read an old one could
    always say so. What is left undone where the message is gone concerns nobody any more.
    """
    if not asks_about_wrong(policy_on(at)):
        return False
    sent = Message.objects.filter(pk=number, sent_at__gt=at - _LATELY, bounced_at=None)
    if sent.update(bounced_at=at):
        for person in Person.objects.filter(messages=number):
            find_wrong(person, at=at)
    return True


@act
def find_wrong(person: Person, *, at: datetime) -> None:
    """Mark a customer's address once as many mails to it came back as show that it is wrong."""
    if not asks_about_wrong(policy_on(at)):
        return
    try:
        current = lock_with_accounts(person)
    except GoneError:
        return
    back = Message.objects.filter(person=current, address=current.email, bounced_at__isnull=False)
    if back.count() >= _ENOUGH:
        _mark(current, at=at)


@act
def mark_wrong(message: Message, *, at: datetime) -> None:
    """Mark the address that a message was for, on the word of staff, who have asked or seen it.

    Raises TrothError where the policy does not have wrong addresses asked about, and where the
    message went elsewhere than to its person's own address of now.
    """
    if not asks_about_wrong(policy_on(at)):
        raise TrothError(_("The policy does not have wrong addresses asked about and emptied."))
    person = message.person
    if person is None or not _mark(lock_with_accounts(person), at=at, only=message.address):
        raise TrothError(_("That is not the customer’s address any more, or marked already."))


def _mark(current: Person, *, at: datetime, only: str = "") -> bool:
    """Mark the address of a locked customer; whether it was not before. only: if it is this one."""
    if current.is_staff or current.unreachable_at or only not in ("", current.email):
        return False
    current.unreachable_at = at
    current.save(update_fields=["unreachable_at"])
    what = gettext_noop("mails to the e-mail address came back; another one is asked for")
    log_in_owned(current, what, at=at, by_them=False)
    note(UNREACHABLE, _RULE, at=at, subject=current.pseudonym)
    return True


@act
def works_again(person: Person, *, at: datetime) -> bool:
    """Take a person's word that mails reach them: what came back counts no longer.

    False where the address was emptied meanwhile, and mails reach nobody. Raises GoneError.
    """
    current = lock_with_accounts(person)
    if is_emptied(current.email):
        return False
    Message.objects.filter(person=current).update(bounced_at=None)
    if current.unreachable_at:
        current.unreachable_at = None
        current.save(update_fields=["unreachable_at"])
        log_in_owned(current, gettext_noop("e-mail address said to work"), at=at)
        note(REACHABLE, _RULE, at=at, subject=current.pseudonym)
    return True
