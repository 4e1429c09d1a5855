"""Answers for programs."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from troth.core.errors import TrothError


def text(content: str, status: int = 200) -> HttpResponse:
    """Plain text."""
    return HttpResponse(content, status=status, content_type="text/plain; charset=utf-8")


def or_later[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What is wrong with the key or the journal is told to staff; others learn that it is."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except TrothError:
            return text("The journal cannot be proved at the moment; please ask later.\n", 503)

    return answer
