"""The policy that comes next: published already, and not in force before its notice has run."""

from dataclasses import dataclass
from datetime import date, datetime

from troth.core.enforces import enforces
from troth.policy.describe import sentences
from troth.policy.diff import diff
from troth.policy.parse import Policy
from troth.publishing.running import policies_on


@dataclass(frozen=True)
class Changed:
    """A rule of which people must be told: what of it ends then, and what is new."""

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
    running, following = policies_on(at)
    return compared(running, *following) if running and following else None


def compared(running: Policy, policy: Policy, day: date) -> Coming:
    """What a policy changes, from its first day on."""
    rules = dict.fromkeys(change.rule for change in diff(running, policy) if change.material)
    return Coming(policy, day, [_changed(rule, running, policy) for rule in rules])


def _changed(rule: str, running: Policy, policy: Policy) -> Changed:
    """Only the sentences that differ."""
    before, after = _sentences(rule, running), _sentences(rule, policy)
    lost = [sentence for sentence in before if sentence not in after]
    new = [sentence for sentence in after if sentence not in before]
    return Changed(rule, " ".join(lost), " ".join(new))


def _sentences(rule: str, policy: Policy) -> list[str]:
    table = policy.rules.get(rule)
    return sentences(table, rule.partition(".")[2]) if table else []
