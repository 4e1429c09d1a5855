"""Ask to be let into an account again, without being able to sign in."""

from datetime import datetime

from troth.core.conflicts import act
from troth.requests.ask import ask
from troth.requests.hand_in_proof import hand_in_proof
from troth.requests.have_confirmed import ask_to_confirm
from troth.requests.models import RightsRequest
from troth.requests.tasks import warn


@act
def ask_to_recover(
    email: str,
    address: str,
    text: str,
    document: bytes | None = None,
    *,
    at: datetime,
    reads: str = "",
) -> None:
    """Make the request, of nobody known as yet, and have a job warn the one who signs in like that.

    Whether anybody does shows in nothing that is done here.

    email: with which they say that they signed in; address: at which they are reached now, where
    a link goes that they must follow. document: as for `hand_in_proof`. reads: the language of the
    page that they are on. The same twice is one request. Raises TrothError as `ask` does, and for
    a document of another kind.
    """
    waiting = RightsRequest.objects.filter(right="recover", state=RightsRequest.State.OPEN)
    if waiting.filter(person=None, sender=address, signs_in_as=email, text=text).exists():
        return
    made = ask(None, "recover", at=at, channel="page", sender=address, signs_in_as=email, text=text)
    ask_to_confirm(made, at=at, reads=reads)
    if document:
        hand_in_proof(made, document, at=at)
    warn.defer(number=made.pk)
