"""New uses of what is held already: which ones a policy brings, and who declines one.

A decision is a consent event like any other, under the rule with its new purpose. The latest one
counts; without any, the use goes on as the policy says.
"""

from dataclasses import dataclass
from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.gates.consent import EVENTS
from troth.gates.models import ConsentEvent
from troth.policy.parse import Policy
from troth.publishing.evidence import note

DECLINED = ConsentEvent.Kind.REFUSED
# A rule and a purpose. A consent of its own has no purpose; of who is told something, see
# `agree_to_share.py`.
_OF_A_USE = r"^(collect|consent)\.[^.]+\.[^.]+$"


@dataclass(frozen=True)
class Use:
    """A purpose for which a rule (`collect.X` or `consent.X`) has data used, and its words."""

    rule: str
    purpose: str
    wording: str

    @property
    def name(self) -> str:
        """What its decisions stand under, such as `collect.account.promotion`."""
        return f"{self.rule}.{self.purpose}"


def new_uses(running: Policy, policy: Policy) -> list[Use]:
    """What a policy has data used for that was given under the running one for other purposes."""
    found = []
    for kind in ("collect", "consent"):
        before, after = getattr(running.tables, kind), getattr(policy.tables, kind)
        for name in before.keys() & after.keys():
            gained = [each for each in after[name].purposes if each not in before[name].purposes]
            purposes = policy.tables.purpose
            found += [Use(f"{kind}.{name}", each, purposes[each].description) for each in gained]
    return sorted(found, key=lambda use: use.name)


@act
def choose_use(person: Person, use: Use, *, allow: bool, at: datetime, policy: Policy) -> None:
    """Record that a person declines a new use of the policy, or allows it after all."""
    lock_or_refuse(person)
    kind = ConsentEvent.Kind.GIVEN if allow else DECLINED
    mine = ConsentEvent.objects.filter(person=person, rule=use.name)
    latest = mine.order_by("-at", "-pk").first()
    if latest is not None and latest.kind == kind:
        return  # of two clicks one event
    note(
        EVENTS[kind],
        at=at,
        rule=use.rule,
        subject=person.pseudonym,
        counts={"channel": "portal", "purpose": use.purpose},
        policy=policy,
    )
    ConsentEvent.objects.create(
        person=person,
        rule=use.name,
        kind=kind,
        at=at,
        channel="portal",
        wording=use.wording,
        policy=policy.digest,
    )


def decided(person: Person, *, at: datetime) -> dict[Use, bool]:
    """The uses on which a person has decided, each with whether it is declined."""
    events = ConsentEvent.objects.filter(person=person, at__lte=at, rule__regex=_OF_A_USE)
    latest = events.order_by("rule", "-at", "-pk").distinct("rule")
    return {_use(event): event.kind == DECLINED for event in latest}


def _use(event: ConsentEvent) -> Use:
    rule, _dot, purpose = event.rule.rpartition(".")
    return Use(rule, purpose, event.wording)
