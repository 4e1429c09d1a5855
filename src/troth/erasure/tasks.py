"""What runs by itself. Arguments are times; the work is found by query."""

from contextlib import suppress
from datetime import UTC, datetime

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from troth.core.day import day_at, night_begins
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.erasure.ask_to_forget import ask_to_forget
from troth.erasure.forget import tell_recipients
from troth.erasure.keep import keep
from troth.erasure.mail_checkpoint import mail_checkpoint
from troth.erasure.stopped import tell_contradicted, tell_stopped
from troth.journal.ask_witness import ask_witness, unasked
from troth.journal.checkpoint import checkpoint
from troth.journal.export import mirror
from troth.publishing.texts import keep_texts


@app.periodic(cron="10 * * * *")
@app.task(queue="sweep")  # were but one to wait, another hour's could take the night's place
def sweep(timestamp: int) -> None:
    """Every night of the provider's: remove what is due."""
    if night_begins(datetime.fromtimestamp(timestamp, UTC)):
        now = datetime.now(UTC)
        keep(on=day_at(now), at=now)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="recipients", queueing_lock="tell")
def tell(timestamp: int) -> None:
    """Every five minutes: call the recipients that must forget."""
    now = datetime.now(UTC)
    ask_to_forget(at=now)
    tell_recipients(at=now)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="journal", queueing_lock="sign")
def sign(timestamp: int) -> None:
    """Every ten minutes: sign the journal and copy it out of the database, and the policies."""
    now = datetime.now(UTC)
    keep_texts()
    try:
        checkpoint(at=now)
        mirror(provider().journal_copy)
    except TrothError as error:
        tell_stopped(error, at=now)
        raise
    for key in unasked():
        name = key.partition("+")[0]
        with suppress(AlreadyEnqueued):
            cosign.configure(queueing_lock=name, lock=name).defer(key=key)


@app.periodic(cron="30 6 * * *")
@app.task(queue="journal", queueing_lock="mail_checkpoint")
def mail_the_checkpoint(timestamp: int) -> None:
    """Every morning: mail the journal's checkpoint, where it is time for that."""
    mail_checkpoint(at=datetime.now(UTC))


@app.task(queue="witness")
def cosign(key: str) -> None:
    """After each signature: have a witness sign too; who could not is asked ten minutes later."""
    now = datetime.now(UTC)
    if ask_witness(key, at=now):
        tell_contradicted(key, at=now)
