"""The policy that comes next: published already, and not in force before its notice has run."""

from dataclasses import dataclass
from datetime import date, datetime

from troth.core.enforces import enforces
from troth.policy.describe import describe
from troth.policy.diff import diff
from troth.policy.parse import Policy
from troth.privacy.running import next_policy, policy_on


@dataclass(frozen=True)
class Changed:
    """A rule of which people must be told: its sentences as they are and will be, or blank."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Coming:
    """The next policy, the first day of it, and what it changes that people must be told of."""

    policy: Policy
    day: date
    changes: list[Changed]


@enforces("change")
def coming(*, at: datetime) -> Coming | None:
    """What comes next, told in the reader's language; None where nothing does."""
    found = next_policy(at.date())
    if found is None:
        return None
    policy, day = found
    running = policy_on(at.date())
    rules = dict.fromkeys(change.rule for change in diff(running, policy) if change.material)
    changes = [Changed(rule, _say(running, rule), _say(policy, rule)) for rule in rules]
    return Coming(policy, day, changes)


def _say(policy: Policy, rule: str) -> str:
    table = policy.rules.get(rule)
    return describe(table, rule.partition(".")[2]) if table else ""
