"""That the journal is not signed any more, or is contradicted: told to who can see to it."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.erasure.alarm import alarm
from troth.journal.events import STOPPED
from troth.journal.models import Checkpoint, Entry
from troth.messaging.link import link
from troth.publishing.evidence import note

AGAIN = timedelta(days=1)


def stopped_at() -> datetime | None:
    """When it was last noted that nothing is signed; None where something was signed since."""
    noted = Entry.objects.filter(event=STOPPED).aggregate(at=Max("at"))["at"]
    signed = Checkpoint.objects.aggregate(at=Max("at"))["at"]
    return noted if noted and (signed is None or noted >= signed) else None


@act
def tell_stopped(error: TrothError, *, at: datetime) -> None:
    """Write down that signing stopped, and mail why to owners and to who answers for privacy.

    Once a day while it lasts.
    """
    told = stopped_at()
    if told is not None and told > at - AGAIN:
        return
    note(STOPPED, at=at)
    alarm(
        _("The journal is not signed any more"),
        _(
            "The log of what this platform does with data is neither continued nor signed, since "
            "what the database holds of it is not what was signed before. Receipts wait for their "
            "proofs until this is mended. The error was:\n\n%(error)s\n\n"
            "Have whoever runs the platform run `troth journal verify`. If no backup was restored, "
            "somebody may have changed the log.\n\n%(link)s"
        ),
        {"error": error, "link": link("platform")},
        at=at,
    )


@act
def tell_contradicted(witness: str, *, at: datetime) -> None:
    """Mail owners and who answers for privacy that a witness has seen another journal than ours."""
    alarm(
        _("A witness contradicts the journal"),
        _(
            "The witness %(witness)s has signed entries of the journal from which the one that is "
            "signed now does not go on. Either the journal was rewritten, or somebody else signs "
            "with its key. Have whoever runs the platform run `troth journal verify` with the "
            "checkpoint that the witness keeps.\n\n%(link)s"
        ),
        {"witness": witness.partition("+")[0], "link": link("platform")},
        at=at,
    )
