"""What a command takes as an e-mail address."""

from troth.core.email_address import canonical
from troth.core.errors import UsageError


def email(typed: str) -> str:
    """An address in its one spelling. Raises UsageError, which does not repeat what was typed."""
    try:
        return canonical(typed)
    except ValueError:
        raise UsageError(
            "This is not an e-mail address; write it like you@yours.example."
        ) from None
