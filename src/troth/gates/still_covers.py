"""Whether what somebody agreed to is still all that a recipient is told."""

from troth.gates.recipient import may_receive
from troth.policy.countries import ANY
from troth.policy.language import Share
from troth.policy.parse import Policy


def still_covers(given: Policy, now: Policy, recipient: str) -> bool:
    """Whether an agreement under one policy counts under another (GDPR Art. 4(11), 7(1)).

    It does where the rule is of the same company in the same part, and lets it have no category,
    serve no purpose and sit in no country that was not in it when it was agreed to. A rule that has
    become narrower asks nobody again; of words that have changed nobody can tell, so they ask.
    """
    before, after = given.tables.share.get(recipient), now.tables.share.get(recipient)
    if before is None or after is None:
        return False
    return (
        _who(before) == _who(after)
        and may_receive(after) <= may_receive(before)
        and _serves_no_more(given, before, now, after)
        and (ANY in before.country or {*after.country} <= {*before.country})
    )


def same_terms(given: Policy, now: Policy, recipient: str) -> bool:
    """Whether the recipient's own terms that somebody agreed to are those that a rule names; where
    one of the rules does not say where they are read, nothing speaks against it."""
    before, after = given.tables.share.get(recipient), now.tables.share.get(recipient)
    if before is None or after is None or before.name != after.name:
        return False
    return not (before.terms and after.terms) or before.terms == after.terms


def _who(rule: Share) -> tuple[str, str, str]:
    return rule.name, rule.role, rule.function


def _serves_no_more(given: Policy, before: Share, now: Policy, after: Share) -> bool:
    """A rule that names no purpose limits it to none."""
    if not after.purposes:
        return not before.purposes
    return _described(now, after) <= _described(given, before)


def _described(policy: Policy, rule: Share) -> set[str]:
    """What the purposes of a rule were said to be, whatever they are called."""
    return {policy.tables.purpose[each].description for each in rule.purposes}
