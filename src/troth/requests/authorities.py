"""Where one may complain: what every refusal says (GDPR Art. 12(4), 77)."""

from troth.accounts.home import homes_of
from troth.accounts.models import Person
from troth.policy.authorities import AUTHORITIES, Authority, authority_at
from troth.policy.parse import Policy


def authorities(policy: Policy, person: Person | None = None) -> list[Authority]:
    """The authorities that the policy names, then those where the person lives."""
    here = (authority_at(home) for home in homes_of(person))
    return [
        AUTHORITIES[code]
        for code in dict.fromkeys((*policy.tables.provider.complaints, *here))
        if code
    ]
