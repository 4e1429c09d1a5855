"""What changed between two policies, and which changes a customer must be told of in advance.

A change is material when it gives the provider more (a new purpose, recipient, category or field,
a longer keeping, a consent that is no longer asked) or the subject less (a weaker right, a
shorter keeping or notice, a refusal withdrawn), when it is of who the provider is and how to
reach it, and when it is of the prose, which promises too. Everything else is editorial. Where a
change could be read either way it counts as material.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Literal, NamedTuple

from troth.core.duration import Duration
from troth.policy import prose
from troth.policy.language import EVERYWHERE, KINDS, Rule
from troth.policy.parse import Policy


class Change(NamedTuple):
    """One difference: of a key, of a whole rule (no key), or of a passage of the prose."""

    rule: str
    key: str
    before: Any
    after: Any
    material: bool

    def __str__(self) -> str:
        weight = "material" if self.material else "editorial"
        if self.rule == PROSE:
            return f"{weight:<9} prose: {_quote(self.before)} -> {_quote(self.after)}"
        if not self.key:
            return f"{weight:<9} {self.rule}: {'removed' if self.after is None else 'added'}"
        return f"{weight:<9} {self.rule}.{self.key}: {_say(self.before)} -> {_say(self.after)}"


PROSE = "prose"

# When a change of a key is material. A list grows by gaining words, a duration by getting longer,
# a number by rising, a flag by becoming true, and any of them when it was not there before; of
# "either", as of the keeping of an account, both ways count.
When = Literal["it grows", "it shrinks", "either", "always", "never"]

MATERIAL: dict[str, dict[str, When]] = {
    "provider": {
        "name": "always",
        "country": "always",
        "privacy_contact": "always",
        "legal_name": "always",
        "registration": "always",
        "address": "always",
        "billing_contact": "always",
        "support_contact": "always",
        "sales_contact": "always",
        "phone": "always",
        "hours": "never",
        "responsible": "always",
        "stores_in": "it grows",
        "mail_server": "always",
        "dpo": "always",
        "dpo_contact": "always",
        "representatives": "always",
        "complaints": "it shrinks",
        "dispute_body": "always",
    },
    "policy": {
        "version": "never",
        "effective": "never",
        "language": "never",
        "covers": "it shrinks",
        "excludes": "it grows",
        "accepted": "it shrinks",
        "documents": "it grows",
        "dated": "it shrinks",
        "earlier": "it shrinks",
        "prevails": "always",
    },
    "purpose": {
        "basis": "always",
        "description": "always",
        "while": "it shrinks",
        "as": "always",
    },
    "collect": {
        "form": "always",
        "by": "always",
        "required": "it grows",
        "optional": "it grows",
        "later": "it shrinks",  # what is not asked later any more is asked of everybody
        "purposes": "it grows",
        "confirm_within": "it grows",
    },
    "refuse": {
        "card_numbers": "it shrinks",
        "special": "it shrinks",
        "acts": "it shrinks",
        "under_age": "it shrinks",
        "under_age_in": "always",
        "when_under_age": "always",
    },
    "consent": {
        "starts": "always",
        "wording": "always",
        "purposes": "it grows",
        "channels": "it grows",
        "withdraw": "it shrinks",
    },
    "keep": {
        "records": "it grows",
        "from": "always",
        "for": "either",  # a shorter one takes what somebody would still come back for
        "with": "always",
        "then": "always",
        "basis": "always",
        "reactivation": "it shrinks",
    },
    "log": {"what": "always", "for": "it grows", "then": "always", "purposes": "it grows"},
    "share": {
        "name": "always",
        "role": "always",
        "function": "always",
        "country": "always",
        "purposes": "always",
        "receives": "it grows",
        "never": "it shrinks",
        "needs": "it shrinks",
        "when": "always",
        "agreed": "it shrinks",
        "terms": "always",
        "transfer": "always",
        "safeguards": "always",
    },
    "disclose": {
        "ground": "always",
        "categories": "it grows",
        "contents": "it grows",
        "needs": "it shrinks",
        "unless": "it shrinks",
        "subject_told": "it shrinks",
    },
    "right": {
        "right": "always",
        "of": "always",
        "in": "always",
        "about": "always",
        "concerns": "always",
        "ask": "it shrinks",
        "proof": "always",
        "within": "it grows",
        "stops": "it grows",
        "extension": "it grows",
        "self_service": "it shrinks",
        "formats": "it shrinks",
        "answered_by": "never",
    },
    "change": {
        "about": "always",
        "notice": "it shrinks",
        "told": "it shrinks",
        "opt_out": "it shrinks",
    },
    "cookie": {
        "names": "it grows",
        "purpose": "always",
        "lasts": "it grows",
        "consent": "it shrinks",
        "set_by": "always",
    },
    "message": {
        "about": "it grows",
        "channels": "it grows",
        "purposes": "always",
        "consent": "always",
    },
    "staff": {
        "acknowledge": "it shrinks",
        "review": "it grows",
        "roles": "it grows",
        "measures": "it shrinks",
        "documents": "it shrinks",
        "checks": "it grows",
        "discipline": "it shrinks",
    },
    "backup": {"for": "it grows"},
    "feature": {"description": "always"},
    "tell": {"text": "always", "at": "it shrinks"},
}
# A rule of these kinds gives the subject something, so its loss is material; one of these others
# may do either; a rule of any other kind gives the provider something.
_GIVE = {"right", "feature"}
_EITHER = {"keep", "tell"}
# Rules on what data is used for, and who uses it.
_USE = {"purpose", "collect", "log", "consent", "share", "disclose", "message", "cookie"}
# Of these the loss leaves no limit at all.
_LIMITS = {"within", "review", "checks"}


def diff(old: Policy, new: Policy) -> list[Change]:
    """Every difference between two policies, in the language's order; empty when there is none."""
    changes: list[Change] = []
    for rule in {**old.rules, **new.rules}:
        kind = rule.partition(".")[0]
        before, after = old.rules.get(rule), new.rules.get(rule)
        if before is not None and after is not None:
            changes += _keys(rule, kind, before, after)
        else:
            lost = after is None
            material = kind in _EITHER or lost == (kind in _GIVE)
            changes.append(Change(rule, "", before, after, material))
    return [*changes, *_passages(old, new)]


def is_told(change: Change, about: str, *, editorial: bool) -> bool:
    """Whether customers are told of a change, and it waits for its notice.

    about: which changes `[change] about` says that it is about. editorial: whether somebody
    answers for it that changed prose means the same.
    """
    if about == "all":
        return True
    if change.rule == PROSE and editorial:
        return False
    kind = change.rule.partition(".")[0]
    return change.material and (about != "use" or kind in {*_USE, PROSE})


def _keys(rule: str, kind: str, before: Rule, after: Rule) -> Iterator[Change]:
    for field, info in KINDS[kind].model_fields.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            key = info.alias or field
            yield Change(rule, key, old, new, _is_material(kind, key, old, new))


def _is_material(kind: str, key: str, old: Any, new: Any) -> bool:
    if key in EVERYWHERE:
        # What becomes the provider's own choice is promised no more.
        return key == "chosen" and _grows(old, new)
    if key in _LIMITS and None in (old, new):
        return new is None
    match MATERIAL[kind][key]:
        case "it grows":
            return _grows(old, new)
        case "it shrinks":
            return _grows(new, old)
        case "either":
            return _grows(old, new) or _grows(new, old)
        case when:
            return when == "always"


def _grows(old: Any, new: Any) -> bool:
    """Whether `new` allows anything that `old` did not."""
    match old, new:
        case (tuple(), tuple()):
            return not set(new) <= set(old)
        case (dict(), dict()):
            return any(_grows(old.get(name, ()), words) for name, words in new.items())
        case (Duration(), Duration()):
            return new.can_outlast(old)
        case (None, _) | ("session", _):
            return True
        case (_, None) | (_, "session"):
            return False
        case _:
            return bool(new > old)


def _passages(old: Policy, new: Policy) -> Iterator[Change]:
    """Each run of paragraphs that is not the same, in both wordings."""
    before, after = _paragraphs(old), _paragraphs(new)
    for same, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if same != "equal":
            lost, come = ("\n\n".join(text) or None for text in (before[a:b], after[c:d]))
            yield Change(PROSE, "text", lost, come, True)


def _paragraphs(policy: Policy) -> list[str]:
    """The prose without its line breaks, which a reader does not see."""
    lines = (text.strip() for _, text in prose.lines(policy.tokens, policy.source))
    return [" ".join(" ".join(run).split()) for filled, run in groupby(lines, key=bool) if filled]


def _quote(passage: str | None) -> str:
    return f"“{passage}”" if passage else "nothing"


def _say(value: Any) -> str:
    if value in (None, (), {}):
        return "nothing"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_say(words)}" for name, words in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)
