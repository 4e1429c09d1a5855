"""A third party that is told something by a plug-in, with its own end of the line.

A test puts a `StandIn` into `ON`, and has the setting THIRD_PARTIES be `SETTING`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from pytest_django import Settings

from troth.accounts.models import Account, Person
from troth.core.leave import require_leave
from troth.gates.recipient import PlugIn, Recipient
from troth.gates.share import Told, share

ON: list[PlugIn] = []
SETTING = ["troth.testing.third_party.switched_on"]

PLAID = Recipient(
    name="plaid",
    title="Plaid",
    role="controller",
    function="confirms that a bank account belongs to the customer",
    country="US",
    receives=frozenset({"identity"}),
    address="https://plaid.example",
)


def switched_on() -> Iterable[PlugIn]:
    """The plug-ins that a test has switched on."""
    return ON


@dataclass(frozen=True)
class Fact:
    """What it is told."""

    value: str


@dataclass
class StandIn:
    """A plug-in that tells its recipient a fact, and can have it forget.

    received: what arrived there; forgotten: the references that it was to forget.
    """

    recipient: Recipient
    received: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def tell(
        self,
        about: Account | Person,
        fact: Told,
        *,
        by: Person | None = None,
        reference: str = "",
        at: datetime,
    ) -> None:
        """Tell it something about somebody, whom it knows by a reference."""
        to = self.recipient
        with share(to, about, Fact, value=fact, by=by, reference=reference, at=at) as told:
            require_leave()
            self.received.append(told.value)

    def forget(self, reference: str) -> None:
        """Forget whom it knows by a reference."""
        require_leave()
        self.forgotten.append(reference)


@pytest.fixture
def plaid(settings: Settings) -> Iterator[StandIn]:
    """Plaid, switched on."""
    settings.THIRD_PARTIES = SETTING
    made = StandIn(PLAID)
    ON[:] = [made]
    yield made
    ON.clear()
