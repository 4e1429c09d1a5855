"""How a customer has a right carried out: at once, by asking here, or by asking elsewhere."""

from typing import Literal

from troth.policy.language import Right
from troth.policy.parse import Policy


def right_to(word: str, policy: Policy) -> Right | None:
    """The policy's rule on a right of customers to all of their data, if it has one."""
    for _rule, right in policy.tables.rights_to(word):
        if right.of == "customer" and not right.about:
            return right
    return None


def at_once(right: Right | None) -> bool:
    """Whether the account area carries the right out by itself."""
    return right is not None and right.self_service


def by_asking_here(right: Right | None) -> bool:
    """Whether the account area takes the request, for staff to answer.

    A signed-in request is a support ticket, where the policy takes those.
    """
    return right is not None and bool({"portal", "ticket"} & {*right.ask})


def formats_of(right: Right | None) -> tuple[Literal["json", "csv"], ...]:
    """The formats in which a copy is made: the policy's, or all."""
    return (right and right.formats) or ("json", "csv")


def contact(right: Right | None, policy: Policy) -> str:
    """The address that answers."""
    provider = policy.tables.provider
    if right and right.answered_by == "billing" and provider.billing_contact:
        return provider.billing_contact
    return provider.privacy_contact
