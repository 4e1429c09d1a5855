"""What anybody needs to verify the journal."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troth.core.errors import TrothError
from troth.journal.key import public_key
from troth.journal.models import Checkpoint
from troth.journal.prove_growth import prove_growth

MOST = 100_000  # entries; a witness that comes by once a day needs far fewer


def _or_later[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What is wrong with the key or the journal is told to staff; others learn that it is."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except TrothError:
            return _text("The journal cannot be proved at the moment; please ask later.\n", 503)

    return answer


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest signed checkpoint of the journal, as text."""
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is None:
        raise Http404
    return _text(latest.note)


@require_safe
@_or_later
def growth(request: HttpRequest, old: int) -> HttpResponse:
    """The proof that the journal has only grown since it had `old` entries, as text.

    Not from further back than MOST entries: anybody may ask, and each of them is read.
    """
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is None or not 0 <= latest.size - old <= MOST and old:
        raise Http404
    return _text(str(prove_growth(old)))


@require_safe
@_or_later
def journal_key(request: HttpRequest) -> HttpResponse:
    """The public key by which checkpoints and receipts are verified, as text."""
    if not Checkpoint.objects.exists():
        raise Http404  # the key is made by what it signs first
    return _text(f"{public_key(make=False)}\n")


def _text(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
