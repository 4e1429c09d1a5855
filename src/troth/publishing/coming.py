"""The policy that comes next: published already, and not in force before its notice has run."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation

from troth.policy.describe import sentences
from troth.policy.diff import PROSE, Change, diff, is_told
from troth.policy.parse import Policy
from troth.policy.placeholders import fill
from troth.publishing.running import Following, policies_on


@dataclass(frozen=True)
class Changed:
    """A rule or a passage of which people must be told: what of it ends then, and what is new."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Coming:
    """The next policy, the first day of it, and what it changes that people must be told of."""

    policy: Policy
    day: date
    changes: list[Changed]


def coming(*, at: datetime) -> Coming | None:
    """What comes next, told in the reader's language; None where nothing does."""
    running, following = policies_on(at)
    return compared(running, following) if running and following else None


def compared(running: Policy, following: Following) -> Coming:
    """What the policy that follows changes, from its first day on."""
    told = told_changes(running, following.policy, editorial=following.editorial)
    prose = [change for change in told if change.rule == PROSE]
    rules = dict.fromkeys(change.rule for change in told if change.rule != PROSE)
    return Coming(
        following.policy,
        following.day,
        [
            *(_changed(rule, running, following.policy) for rule in rules),
            *(
                Changed(
                    PROSE,
                    _passage(change.before, running),
                    _passage(change.after, following.policy),
                )
                for change in prose
            ),
        ],
    )


def told_changes(running: Policy, policy: Policy, *, editorial: bool) -> list[Change]:
    """The changes that wait for the notice, and of which people are told."""
    about = running.tables.change.about
    changes = diff(running, policy)
    return [change for change in changes if is_told(change, about, editorial=editorial)]


def _changed(rule: str, running: Policy, policy: Policy) -> Changed:
    """The sentences that differ, behind the first one, which says what the rule is about."""
    before, after = _sentences(rule, running), _sentences(rule, policy)
    lost = before[:1] + [sentence for sentence in before[1:] if sentence not in after]
    new = after[:1] + [sentence for sentence in after[1:] if sentence not in before]
    return Changed(rule, " ".join(lost), " ".join(new))


def _sentences(rule: str, policy: Policy) -> list[str]:
    table = policy.rules.get(rule)
    return sentences(table, rule.partition(".")[2], policy.tables.titles) if table else []


def _passage(text: str | None, policy: Policy) -> str:
    """A passage of the prose as it stands on the page: in the policy's language, not the reader's.

    None is a passage that is not there.
    """
    with translation.override(policy.tables.policy.language):
        return fill(text or "", policy.tables)
