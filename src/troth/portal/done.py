"""What a button does: done and said so on the next page, or refused, with the reason said there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from troth.core.errors import TrothError


def done(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    """Whether the act was done. said: what its reader is told then; else it is the refusal."""
    try:
        act()
    except TrothError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True
