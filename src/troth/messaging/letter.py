"""A text as a letter: greeted by name, and signed with the name of the provider."""

from datetime import datetime

from django.template.loader import render_to_string

from troth.accounts.models import Person
from troth.policy.parse import Policy
from troth.publishing.running import policy_on


def letter(person: Person, text: str, *, at: datetime, policy: Policy | None = None) -> str:
    """What is mailed to somebody, in the language that is active; policy: that in force, where
    whoever writes many letters has it at hand."""
    provider = (policy or policy_on(at)).tables.provider
    context = {"person": person, "text": text, "provider": provider}
    return render_to_string("messaging/letter.txt", context).strip() + "\n"
