"""Each recipient of the policy and of a plug-in, with what is on record of it, and what is not."""

from dataclasses import dataclass, field
from datetime import datetime

from troth.gates.models import Undertaking
from troth.gates.recipient import may_receive, plug_ins
from troth.gates.undertakings import Lack, in_force, lacking, needed
from troth.policy.parse import Policy
from troth.policy.vocabulary import CATEGORIES


@dataclass(frozen=True)
class OnRecord:
    """A recipient as the desk sees it.

    name: the X of its `[share.X]`. named: whether the policy has that. on: whether a plug-in for it
    is switched on. receives: categories. needs: kinds of undertakings; missing: what they lack.
    """

    name: str
    title: str
    named: bool
    on: bool
    receives: list[str]
    needs: list[str]
    missing: list[Lack]
    undertakings: list[Undertaking] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether a plug-in stands still until something is entered."""
        return self.on and bool(self.missing)


def on_record(policy: Policy, *, at: datetime) -> list[OnRecord]:
    """Every recipient, those whose plug-ins are switched on first."""
    tables = policy.tables
    on = {each.recipient.name: each.recipient for each in plug_ins()}
    signed: dict[str, list[Undertaking]] = {}
    for each in in_force(at=at):
        signed.setdefault(each.recipient, []).append(each)
    found = []
    for name in dict.fromkeys([*on, *tables.share, *signed]):
        rule, to = tables.share.get(name), on.get(name)
        lets = may_receive(rule) if rule else to.receives if to else frozenset()
        needs = needed(rule, tables, to) if rule else []
        found.append(
            OnRecord(
                name=name,
                title=tables.recipient(name) if rule or not to else to.title,
                named=rule is not None,
                on=to is not None,
                receives=[category for category in CATEGORIES if category in lets],
                needs=needs,
                missing=lacking(needs, rule, tables, signed.get(name, ())) if rule else [],
                undertakings=signed.get(name, []),
            )
        )
    return found
