"""A request as the desk lists it: with the time that is left, and how urgent it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from troth.policy.parse import Policy
from troth.requests.clock import days_left
from troth.requests.desk.words import CHANNELS, STATES
from troth.requests.models import RightsRequest
from troth.requests.rules import rule_of
from troth.requests.verify import waits_for_proof
from troth.requests.words import RIGHTS

SOON = 3  # days


@dataclass(frozen=True)
class Line:
    """A request in the inbox.

    urgency: `overdue`, `soon`, `paused` or blank. name: of the customer who asks, where it is read.
    """

    request: RightsRequest
    days: int | None
    urgency: str
    waits_for_proof: bool
    name: str = ""

    @property
    def days_over(self) -> int:
        """How many days ago it was due."""
        return -(self.days or 0)

    @property
    def group(self) -> str:
        """Under which heading it stands; of a clock that stands, what was left counts."""
        if self.request.closed_at:
            return _("Closed")
        if self.days is None:
            return _("No deadline")
        if self.days < 0:
            return _("Overdue")
        words = (
            _("Up to %(days)s days left")
            if self.days <= SOON
            else _("More than %(days)s days left")
        )
        return words % {"days": SOON}

    @property
    def right(self) -> object:
        """What is asked, in words."""
        return RIGHTS.get(self.request.right, _("a message to sort"))

    @property
    def state(self) -> object:
        """How it ended, in words."""
        return STATES[self.request.state]

    @property
    def channel(self) -> object:
        """How it reached us, in words."""
        return CHANNELS.get(self.request.channel, self.request.channel)


def line(request: RightsRequest, policy: Policy, *, today: date) -> Line:
    """A request with the days left until its deadline; a closed one has none."""
    waits = bool(request.right) and waits_for_proof(request, rule_of(request.rule, policy))
    days = None if request.closed_at else days_left(request, on=today)
    if request.paused_at:
        urgency = "paused"
    elif days is None or days > SOON:
        urgency = ""
    else:
        urgency = "overdue" if days < 0 else "soon"
    return Line(request, days, urgency, waits)
