"""The language in which somebody is written to, whoever has it written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import translation

from troth.accounts.models import Person
from troth.policy.parse import Policy
from troth.privacy.running import policy_on


def language_of(person: Person | None, policy: Policy) -> str:
    """The language that a person has chosen; else the policy's, as of whoever is not known."""
    return (person.language if person else "") or policy.tables.policy.language


@contextmanager
def in_language_of(person: Person | None, *, at: datetime, reads: str = "") -> Iterator[None]:
    """Speak the language of a person inside the block.

    reads: the language of the page that they are just looking at, which says more than the policy
    of somebody who has not chosen any.
    """
    chosen = person.language if person else ""
    with translation.override(chosen or reads or language_of(person, policy_on(at.date()))):
        yield
