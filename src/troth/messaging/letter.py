"""A text as a letter: greeted by name, and signed with the name of the provider."""

from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation

from troth.accounts.models import Person
from troth.core.text import unlinked
from troth.publishing.running import policy_on

_NAME, _TEXT = "\ue000", "\ue001"  # of private use: no word of ours has them


def letter(person: Person, text: str, *, at: datetime) -> str:
    """What is mailed to somebody, in the language that is active."""
    language = translation.get_language()
    return letter_to(person.name, text, language, policy_on(at).tables.provider.name)


def letter_to(name: str, text: str, language: str, provider: str) -> str:
    """The same for many: the form of letters in a language is made once."""
    greeting, _text, signature = _form(bool(name), language, provider).partition(_TEXT)
    return f"{greeting.replace(_NAME, unlinked(name))}{text.strip()}{signature}"


@lru_cache(64)
def _form(named: bool, language: str, provider: str) -> str:
    name = _NAME if named else ""
    context = {
        "person": {"name": name, "written_name": name},
        "text": _TEXT,
        "provider": {"name": provider},
    }
    with translation.override(language):
        return render_to_string("messaging/letter.txt", context).strip() + "\n"
