"""Have the copy made that somebody asked for, and answer."""

from datetime import datetime

from troth.copies.ask_copy import ask_copy
from troth.copies.export import Format
from troth.core.conflicts import act
from troth.requests.answer import answer
from troth.requests.carry_out import surely_asked_by
from troth.requests.models import RightsRequest
from troth.support.inquiries.claim import claim


@act
def carry_out_copy(request: RightsRequest, text: str, *, at: datetime, format: Format) -> None:
    """Have a copy made of all that is held about whoever asked; it is fetched with a sign-in."""
    person = surely_asked_by(request, at=at)
    claim(person)
    ask_copy(person, format, at=at, rule=request.rule)
    answer(request, text, at=at)
