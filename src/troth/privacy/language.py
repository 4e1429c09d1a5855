"""The language of what somebody is given to read, whoever has it written."""

from troth.accounts.models import Person
from troth.policy.parse import Policy


def language_of(person: Person | None, policy: Policy, reads: str = "") -> str:
    """The language that a person has chosen; else the policy's, as of whoever is not known.

    reads: the language of the page that they are just looking at, which says more than the policy
    of somebody who has not chosen any.
    """
    return (person.language if person else "") or reads or policy.tables.policy.language
