"""Take in what somebody wrote by e-mail. Which right they ask for, staff say: see `sort`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.email_address import comparable
from troth.core.provider import provider, salt
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send, send_to_stranger
from troth.messaging.thread import thread_of
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.requests.clock import due_on
from troth.requests.events import ASKED
from troth.requests.keep_mail import keep_mail
from troth.requests.models import RightsRequest
from troth.requests.note import note

_ANSWERS = {
    "request": gettext_lazy("[It answers a mail of ours about request %(number)s.]"),
    "inquiry": gettext_lazy("[It answers a mail of ours about inquiry %(number)s.]"),
    "ticket": gettext_lazy("[It answers a mail of ours about ticket %(number)s.]"),
}
_LATELY = timedelta(days=3)  # how long after its arrival a mail is still acknowledged


@act
def take_in(
    sender: str,
    text: str,
    *,
    asked_at: datetime,
    at: datetime,
    genuine: bool,
    reply_to: str = "",
    mail_id: str = "",
    raw: bytes = b"",
    had_card: bool = False,
    automatic: bool = False,
    thread: str = "",
) -> RightsRequest:
    """A request without a right, until staff say which.

    asked_at: when the mail arrived, from which the deadline counts. genuine: the sender is who
    the mail says; then whoever has this address is the one who asks, and is written to there.
    Otherwise the address is but a hint, and answers go to `reply_to`, if the mail names one. raw:
    the mail as it is kept. had_card: it held what looks like a card's number, which is masked in
    `text` and `raw`. Until the right is known, the shortest deadline of those
    that can be asked by e-mail, or that the law gives, holds. The sender is told that the mail has
    arrived, and not to send card numbers, each once a day, unless it came long ago or a program may
    have written it (`automatic`), as we do ourselves. thread: what of ours it answers, which it is
    added to by itself and unacknowledged while that goes on; see `messaging/thread.py`.
    """
    known = RightsRequest.objects.filter(mail_id=mail_id)
    person = Person.objects.by_email(sender) if genuine else None
    request = RightsRequest.objects.create(
        subject=person,
        person=person,
        right="",
        rule="",
        channel="email",
        sender=sender,
        reply_to=reply_to,
        text=text,
        mail_id=None if not mail_id or known.exists() else mail_id,
        asked_at=asked_at,
        due_on=_shortest(policy_on(at), day_at(asked_at)),
    )
    if raw:
        keep_mail(request, raw, at=asked_at)
    note(ASKED, request, at=at)
    if thread and _answers(request, thread, automatic=automatic, at=at):
        return request
    to = sender if person else reply_to or sender
    answered = to and not automatic and to not in _ours() and asked_at > at - _LATELY
    if answered and (_first_today(to) | (had_card and _first_today(to, "card"))):
        _acknowledge(request, to, had_card=had_card, at=at)
    return request


def _answers(request: RightsRequest, thread: str, *, automatic: bool, at: datetime) -> bool:
    """Take an answer to what it answers; whether it went there. Else staff read what that was."""
    kind, _dash, number = thread.partition("-")
    take: Callable[..., bool] = import_string(settings.MAIL_ANSWERS[kind])
    if take(int(number), request, automatic=automatic, at=at):
        return True
    request.text = f"{_ANSWERS[kind] % {'number': number}}\n\n{request.text}"
    request.save(update_fields=["text"])
    return False


def _shortest(policy: Policy, asked: date) -> date:
    days = [
        due_on(rule, asked, policy)
        for rule, _word, right in policy.tables.rights()
        if {"email", "registered-email"} & {*right.ask}
    ]
    return min(day for day in (due_on("", asked, policy), *days) if day)


def _ours() -> set[str]:
    """The addresses that we write from and are written to."""
    ours = provider()
    written = parseaddr(ours.mail_from)[1], str(ours.mailbox.get("user", ""))
    return {*map(comparable, written)}


def _first_today(to: str, what: str = "acknowledged") -> bool:
    """Whether this has not been told there within a day: robots must not go on forever."""
    key = salted_hmac(salt("troth.requests.take_in"), to, algorithm="sha256").hexdigest()
    return cache.add(f"{what} {key}", 1, timeout=timedelta(days=1).total_seconds())


def _acknowledge(request: RightsRequest, to: str, *, had_card: bool, at: datetime) -> None:
    """Tell the sender that the mail has arrived, at the address `to` where nobody knows them."""
    with in_language_of(request.person, at=at):
        subject = _("We have received your message")
        text = _(
            "We have received your message and will answer it. Its number is %(number)s.\n\nYou "
            "need not do anything. If you want to send us a document, wait until we ask for it."
        ) % {"number": request.pk}
        body = letter(request.person, f"{text}\n\n{_no_cards() if had_card else ''}", at=at)
    thread = thread_of("request", request.pk)
    if request.person:
        send(request.person, subject=subject, body=body, at=at, thread=thread)
    else:
        send_to_stranger(to, None, subject=subject, body=body, at=at, thread=thread)


def _no_cards() -> str:
    return _(
        "Your message held what looks like the number of a card. We have made it unreadable, but "
        "for its last four digits. Please never send card numbers by e-mail."
    )
