"""The provider's own bank, which is told who is to be debited or paid.

It gets a file from the desk, and is asked nothing. With direct debits the policy has to name it.
"""

from collections.abc import Iterable

from troth.core.provider import provider
from troth.gates.recipient import Recipient, ThirdParty
from troth.policy.countries import ANY

BANK = Recipient(
    name="bank",
    title="The bank",
    role="controller",
    function="collects and transfers payments",
    country=ANY,
    receives=frozenset({"payment"}),
)


def third_parties() -> Iterable[ThirdParty]:
    """For the setting THIRD_PARTIES: the bank, where there are direct debits."""
    return [ThirdParty(BANK)] if provider().direct_debits.creditor else []
