"""The language in which somebody is written to, whoever has it written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import translation

from troth.accounts.models import Person
from troth.policy.parse import Policy
from troth.publishing.running import policy_on


@contextmanager
def in_language_of(person: Person | None, *, at: datetime, reads: str = "") -> Iterator[None]:
    """Speak the language of a person inside the block; reads: as for `language_of`."""
    with translation.override(language_of(person, policy_on(at), reads)):
        yield


def language_of(person: Person | None, policy: Policy, reads: str = "") -> str:
    """The language that a person has chosen; else the policy's, as of whoever is not known.

    reads: the language of the page that they are just looking at, which says more than the policy
    of somebody who has not chosen any, or one that this installation does not speak.
    """
    chosen = person.language if person else ""
    if translation.check_for_language(chosen):
        return chosen
    return reads or policy.tables.policy.language
