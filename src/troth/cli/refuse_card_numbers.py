"""Refuse on the command line what no form takes either."""

from collections.abc import Sequence
from datetime import UTC, datetime

from troth.core.errors import UsageError

_SHORTEST = 13  # digits of a card's number


def refuse_card_numbers(argv: Sequence[str]) -> None:
    """Raise UsageError for a card's number in any argument, where the policy in force takes none.

    Without one, and mostly there is none, it costs next to nothing.
    """
    if all(sum(map(str.isdecimal, each)) < _SHORTEST for each in argv):
        return
    from troth.cli.platform import ready
    from troth.gates.inputs.card import holds_card_number, refuses_card_numbers

    if not any(map(holds_card_number, argv)):
        return
    ready()
    from troth.publishing.running import policy_on

    policy = policy_on(datetime.now(UTC), missing_ok=True)
    if policy and refuses_card_numbers(policy):
        raise UsageError("This looks like a card number. We never accept card numbers.")
