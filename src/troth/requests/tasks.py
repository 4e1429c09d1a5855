"""What runs by itself: the mailbox is read, and cleared of what is done; people are warned."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from troth.core.provider import provider
from troth.requests.mailbox.delete_mails import delete_mails
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.requests.warn_of_recovery import warn_of_recovery


@app.periodic(cron="*/5 * * * *")
# A job of the former name may be waiting while the platform is upgraded.
@app.task(queue="mailbox", queueing_lock="mailbox", aliases=["troth.desk.tasks.read_mail"])
def read_mail(timestamp: int) -> None:
    """Every five minutes: take in the requests that have come by e-mail."""
    if provider().mailbox:
        read_mailbox(at=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="doomed mails")
def delete_doomed_mails(timestamp: int) -> None:
    """Every five minutes: delete the mails whose requests are done from the mailbox."""
    delete_mails(at=datetime.now(UTC))


@app.task(queue="mail")
def warn(number: int) -> None:
    """At once: warn whom the request with this key names, to be let in again."""
    for request in RightsRequest.objects.filter(pk=number):
        warn_of_recovery(request, at=datetime.now(UTC))
