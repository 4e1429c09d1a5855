"""What a person has agreed to, and how they can change their mind."""

from dataclasses import dataclass
from datetime import datetime

from troth.accounts.models import Person
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.privacy.consent import agrees
from troth.privacy.models import ConsentEvent


@dataclass(frozen=True)
class Choice:
    """A consent of the policy: its words, whether it holds, since when, and the ways out."""

    name: str
    wording: str
    holds: bool
    since: datetime | None
    here: bool
    ways: str


def consents(person: Person, policy: Policy, *, at: datetime) -> list[Choice]:
    """Every consent of the policy, as it stands for this person."""
    latest = dict(
        ConsentEvent.objects.filter(person=person, at__lte=at)
        .order_by("rule", "-at", "-pk")
        .distinct("rule")
        .values_list("rule", "at")
    )
    return [
        Choice(
            name=name,
            wording=consent.wording,
            holds=agrees(person, name, at=at),
            since=latest.get(f"consent.{name}"),
            here="portal" in consent.withdraw,
            ways=say("withdraw", consent.withdraw),
        )
        for name, consent in policy.tables.consent.items()
    ]
