"""Have the VAT numbers asked about that decide a tax, and of which no answer serves."""

from collections.abc import Mapping
from datetime import datetime

from troth.core.conflicts import act
from troth.policy.parse import Policy
from troth.policy.vies import may_ask
from troth.publishing.running import policy_on
from troth.tax.ask_many import ask_many
from troth.tax.checked import Checked, checked


@act
def ask_needed(
    typed: Mapping[int, tuple[str, str]], *, at: datetime, until: datetime | None = None
) -> dict[int, Checked]:
    """What is known of the numbers of accounts; each comes with the country of its account.

    Asked about are those of another country than the provider's, of which no answer serves at
    `until`, which is now if nothing is said; not where the policy lets none be asked about, nor
    where processing is restricted. At home a number decides nothing.
    """
    policy = policy_on(at)
    home = policy.tables.provider.country
    abroad = {account: each for account, each in typed.items() if each[0] and each[1] != home}
    numbers = checked(abroad, at=until or at)
    old = {account: each.number for account, each in numbers.items() if is_to_ask(each, policy)}
    asked = ask_many(old, at=at) if old else set()
    return numbers | {account: Checked("pending", old[account]) for account in asked}


def is_to_ask(number: Checked, policy: Policy) -> bool:
    """Whether a number of another country is asked about before anything is taxed by it."""
    home = policy.tables.provider.country
    unknown = bool(number.number) and number.state == "none" and not number.silent
    return unknown and number.country != home and may_ask(policy.tables)
