"""What a worker does for the account area: copies of people's data, and invitations that ended.

Arguments are numbers.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from troth.accounts.locked import GoneError, lock_or_refuse
from troth.copies.copy import make_copy, remove_expired_copies, secret_of, waiting_copies
from troth.copies.models import Copy
from troth.core.conflicts import act
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send
from troth.people.remove_ended_invitations import remove_ended_invitations
from troth.publishing.running import asked_once

_LOST = timedelta(minutes=5)  # after which a copy is looked for whose job got lost


@app.task
def copy(number: int) -> None:
    """Make a copy that was asked for, and tell its person."""
    _make(number, at=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="copies")
def copies(timestamp: int) -> None:
    """Every five minutes: make the copies whose job got lost, and remove those that expired."""
    now = datetime.now(UTC)
    remove_expired_copies(at=now)
    for number in waiting_copies(before=now - _LOST):
        _make(number, at=now)


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="invitations")
def invitations(timestamp: int) -> None:
    """Every night: remove the invitations that came to nothing."""
    remove_ended_invitations(at=datetime.now(UTC))


@asked_once()
def _make(number: int, *, at: datetime) -> None:
    if made := make_copy(number, at=at):
        with suppress(GoneError):
            _tell(made, at=at)


@act
def _tell(made: Copy, *, at: datetime) -> None:
    lock_or_refuse(made.person)
    with in_language_of(made.person, at=at):
        text = _(
            "The copy of your data that you asked for is ready.\n\n"
            "Fetch it within 24 hours. You have to be signed in, and the link works once:\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, sign in, end the other sessions and change your password."
        )
        send(
            made.person,
            subject=_("Your copy is ready"),
            body=text % {"link": link("fetch_copy", secret_of(made))},
            at=at,
            secret=True,
        )
