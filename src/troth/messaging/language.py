"""The language in which somebody is written to, whoever has it written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import translation

from troth.accounts.models import Person
from troth.privacy.language import language_of
from troth.privacy.running import policy_on


@contextmanager
def in_language_of(person: Person | None, *, at: datetime, reads: str = "") -> Iterator[None]:
    """Speak the language of a person inside the block; reads: as for `language_of`."""
    with translation.override(language_of(person, policy_on(at.date()), reads)):
        yield
