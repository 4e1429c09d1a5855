"""What the policy says about correcting one's data."""

from dataclasses import dataclass

from troth.policy.describe import describe
from troth.policy.parse import Policy
from troth.policy.rights import at_once, by_asking_here, right_to
from troth.requests.pages.ways import elsewhere


@dataclass(frozen=True)
class Ways:
    """The policy's sentence, whether staff take a request here, and the other ways to ask."""

    sentence: str
    asking_here: bool
    elsewhere: list[str]


def may_correct(policy: Policy) -> bool:
    """Whether the account area corrects by itself. A policy that is silent does not forbid it."""
    right = right_to("rectify", policy)
    return right is None or at_once(right)


def ways_to_correct(policy: Policy) -> Ways:
    """How else data is corrected."""
    right = right_to("rectify", policy)
    return Ways(
        sentence=describe(right, "rectify") if right else "",
        asking_here=by_asking_here(right),
        elsewhere=elsewhere(right, policy),
    )
