"""Add a mail that answers one of ours to the request which that was about."""

from datetime import datetime

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.requests.join import join
from troth.requests.models import RightsRequest


@act
def join_answer(number: int, mail: RightsRequest, *, automatic: bool, at: datetime) -> bool:
    """Whether it was added: not where the request is closed or gone, or of somebody else.

    It proves nothing, for it may say that somebody else has asked. automatic: a program may have
    written it, such as a bounce; then the clock stands as before.
    """
    into = RightsRequest.objects.filter(pk=number).first()
    if into is None:
        return False
    try:
        join(mail, into, at=at, verifies=False, resumes=not automatic)
    except TrothError:
        return False
    return True
