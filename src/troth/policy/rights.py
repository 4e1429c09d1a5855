"""How a customer has a right carried out: at once, by asking here, or by asking elsewhere."""

from typing import Literal

from troth.policy.about import has_rule, rule_about
from troth.policy.language import Right
from troth.policy.parse import Policy
from troth.policy.vocabulary import CHANNELS

# Rights that the law gives whether or not a policy speaks of them (GDPR Art. 13 to 22, 7(3)).
BY_LAW = (
    "information",
    "access",
    "rectify",
    "erase",
    "export",
    "restrict",
    "object",
    "object-to-use",
    "review-decision",
    "withdraw",
)
# What holds for them then: asked in whatever way, and answered within a month, which two more may
# follow (GDPR Art. 12(3)).
LAW = Right.model_validate(
    {
        "ask": (*CHANNELS,),
        "proof": ("sign-in", "registered-email", "questions"),
        "within": "1 month",
        "extension": "2 months",
        "answered_by": "privacy",
    }
)


def right_to(word: str, policy: Policy) -> Right | None:
    """The policy's rule on a right of customers to all of their data, if it has one."""
    rule = rule_about(f"right.{word}", policy)
    return policy.tables.right[rule.removeprefix("right.")] if rule else None


def claims_rule(policy: Policy) -> str:
    """The rule by which data may serve a legal claim; blank where the policy has none.

    A purpose on that basis, or else the right to a restriction, which does not reach claims (GDPR
    Art. 18(2)).
    """
    for name, purpose in policy.tables.purpose.items():
        if purpose.basis == "legal-claims":
            return f"purpose.{name}"
    return rule_about("right.restrict", policy)


def at_once(right: Right | None) -> bool:
    """Whether the account area carries the right out by itself."""
    return right is not None and right.self_service


def by_asking_here(right: Right | None) -> bool:
    """Whether the account area takes the request, for staff to answer.

    A signed-in request is a support ticket, where the policy takes those. right: the policy's rule,
    or None where it is silent on a right that the law gives: that is asked here as well.
    """
    return right is None or bool({"portal", "ticket"} & {*right.ask})


def copy_rule(policy: Policy, asked: str = "") -> str:
    """The id of the rule by which a copy of somebody's data is made; blank where there is none.

    asked: the id of the rule that it was asked under. Without one, or once the policy no longer
    has it, it is the right to take one's data along, or else the one to see it.
    """
    if asked and has_rule(asked, policy):
        return asked
    return rule_about("right.export", policy) or rule_about("right.access", policy)


def formats_of(rule: str, policy: Policy) -> tuple[Literal["json", "csv"], ...]:
    """The formats in which a copy is made by a rule, by its id: the rule's, or all."""
    right = policy.tables.right.get(rule.removeprefix("right."))
    return (right and right.formats) or ("json", "csv")


def contact(right: Right | None, policy: Policy) -> str:
    """The address that answers."""
    provider = policy.tables.provider
    if right and right.answered_by == "billing" and provider.billing_contact:
        return provider.billing_contact
    return provider.privacy_contact
