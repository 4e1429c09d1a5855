"""What proves where customers live, by what was noted of them."""

from collections.abc import Collection

from troth.core.provider import provider
from troth.tax.evidence import Evidence, UnprovenError, evidence
from troth.tax.signs import signs_of


def proofs_of(accounts: Collection[int]) -> dict[int, Evidence | UnprovenError]:
    """By account, the proof, or why there is none."""
    two = provider().taxes.two_signs
    found: dict[int, Evidence | UnprovenError] = {}
    for account, signs in signs_of(accounts).items() if accounts else ():
        try:
            found[account] = evidence(signs, two=two)
        except UnprovenError as error:
            found[account] = error
    return found
