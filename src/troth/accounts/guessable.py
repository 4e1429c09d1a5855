"""A password that others would soon guess: a common one, or made of what everybody knows.

That is what stands in lists of words, names and passwords, sequences, rows of keys and dates, also
with capitals and digits in place of letters, and the names of the provider and of the person
(NIST SP 800-63B-4, 3.1.1.2). zxcvbn estimates how many guesses it takes.
"""

import re
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from zxcvbn_rs_py import zxcvbn

from troth.accounts.hashers import turn
from troth.accounts.models import Person
from troth.core.provider import provider
from troth.publishing.running import policy_on

_LONGEST = 40  # what comes after it is not looked at: the time grows faster than the length
_SAFE = 3  # of 4: more than a hundred million guesses


class Validator:
    """One of AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ValidationError for what others would guess."""
        known = _known(user)
        named = "|".join(re.escape(word) for word in known if len(word) > 3)
        # Names count for nothing, however they are joined.
        rest = re.sub(named, "", normalize("NFC", password), flags=re.IGNORECASE)[:_LONGEST]
        with turn():
            estimate = zxcvbn(rest, known)
        if int(estimate.score) < _SAFE:
            raise ValidationError(
                _(
                    "This password is easy to guess. Use a few words that have nothing to do with "
                    "you or with us."
                )
            )

    def get_help_text(self) -> str:
        """Django's hook; our forms say it themselves."""
        return ""


def _known(person: Person | None) -> list[str]:
    """The words that whoever guesses tries first: about the person, and about the provider."""
    texts = [person.email, person.name] if person else []
    texts.append(provider().site_url)
    if policy := policy_on(timezone.now(), missing_ok=True):
        told = policy.tables.provider
        texts += [told.name, told.legal_name or "", *policy.tables.policy.covers]
    words = {word for text in texts for word in re.split(r"[\W_]+", text.lower()) if word}
    return sorted(words, key=len, reverse=True)
