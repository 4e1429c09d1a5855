"""Opt out of the sale and sharing of one's data, by a page or by a signal of the browser.

No more than that is asked of anybody: neither a sign-in nor a proof of who it is (CCPA Regulations,
§ 7026(d)). The last word counts.
"""

from datetime import datetime

from troth.accounts.models import Person
from troth.gates.consent import record_words
from troth.gates.models import ConsentEvent
from troth.policy.language import Right
from troth.policy.parse import Policy
from troth.policy.vocabulary import RIGHTS
from troth.publishing.running import policy_on


def opt_out_rule(policy: Policy) -> tuple[str, Right] | None:
    """The policy's rule on opting out, by its id; whoever wants to may, wherever they live."""
    return next(iter(policy.tables.rights_to("opt-out")), None)


def opt_out(person: Person, *, at: datetime, channel: str = "portal") -> None:
    """Record that a person's data is neither sold nor shared from now on."""
    _say(person, ConsentEvent.Kind.OBJECTED, at=at, channel=channel)


def opt_in(person: Person, *, at: datetime) -> None:
    """Record that a person no longer opts out."""
    _say(person, ConsentEvent.Kind.GIVEN, at=at, channel="portal")


def hear_signal(person: Person, signal: str, *, at: datetime) -> None:
    """Opt a person out whose browser says so, where the policy heeds that signal.

    What they have said here themselves counts for more. signal: the channel, `gpc` or `dnt`.
    """
    found = opt_out_rule(policy_on(at))
    if found and signal in found[1].ask and last_word(person, found[0], at=at) is None:
        opt_out(person, at=at, channel=signal)


def has_opted_out(person: Person, *, at: datetime) -> bool:
    """Whether a person's data may be neither sold nor shared: whoever would hand it on asks."""
    found = opt_out_rule(policy_on(at))
    return found is not None and last_word(person, found[0], at=at) == ConsentEvent.Kind.OBJECTED


def last_word(person: Person, rule: str, *, at: datetime) -> str | None:
    """What a person said last under a rule; None where they never did."""
    said = ConsentEvent.objects.filter(person=person, rule=rule, at__lte=at)
    return said.order_by("-at", "-pk").values_list("kind", flat=True).first()


def _say(person: Person, kind: ConsentEvent.Kind, *, at: datetime, channel: str) -> None:
    if found := opt_out_rule(policy_on(at)):
        record_words(person, {found[0]: RIGHTS["opt-out"]}, kind, at=at, channel=channel)
