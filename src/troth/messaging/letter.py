"""A text as a letter: greeted by name, and signed with the name and address of the provider."""

from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation

from troth.accounts.models import Person
from troth.core.text import unlinked
from troth.policy.language import Provider
from troth.publishing.running import policy_on

_NAME, _TEXT = "\ue000", "\ue001"  # of private use: no word of ours has them


def letter(person: Person | None, text: str, *, at: datetime) -> str:
    """What is mailed to somebody, or to nobody known here, in the language that is active."""
    language = translation.get_language()
    name = person.name if person else ""
    return letter_to(name, text, language, policy_on(at).tables.provider)


def letter_to(name: str, text: str, language: str, provider: Provider) -> str:
    """The same for many: the form of letters in a language is made once."""
    before, after = greeting(name, language, provider), closing(language, provider)
    return f"{before}\n\n{text.strip()}\n\n{after}\n"


def greeting(name: str, language: str, provider: Provider) -> str:
    """The first line of a letter, by name unless that is blank."""
    before, _text, _after = _form(bool(name), language, provider).partition(_TEXT)
    return before.strip().replace(_NAME, unlinked(name))


def closing(language: str, provider: Provider) -> str:
    """The last lines of a letter: who writes it, and where they are reached."""
    return _form(False, language, provider).partition(_TEXT)[2].strip()


@lru_cache(64)
def _form(named: bool, language: str, provider: Provider) -> str:
    name = _NAME if named else ""
    context = {
        "person": {"name": name, "written_name": name},
        "text": _TEXT,
        "provider": provider,
    }
    with translation.override(language):
        return render_to_string("messaging/letter.txt", context)
