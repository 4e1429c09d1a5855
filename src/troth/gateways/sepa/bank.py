"""The provider's own bank, which is told who is to be debited or paid.

It gets a file from the desk, and is asked nothing. With direct debits the policy has to name it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from troth.core.provider import provider
from troth.gates.recipient import Recipient
from troth.policy.countries import ANY

BANK = Recipient(
    name="bank",
    title="The bank",
    role="controller",
    function="collects and transfers payments",
    country=ANY,
    receives=frozenset({"payment"}),
)


@dataclass(frozen=True)
class Bank:
    """What is told something, for `gates.recipient`."""

    recipient: Recipient = BANK


def third_parties() -> Iterable[Bank]:
    """For the setting THIRD_PARTIES: the bank, where there are direct debits."""
    return [Bank()] if provider().direct_debits.creditor else []
