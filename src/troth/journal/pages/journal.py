"""What anybody needs to verify the journal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troth.journal.key import public_key
from troth.journal.models import Checkpoint
from troth.journal.prove_growth import prove_growth

MOST = 100_000  # entries; a witness that comes by once a day needs far fewer


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest signed checkpoint of the journal, as text."""
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is None:
        raise Http404
    return HttpResponse(latest.note, content_type="text/plain; charset=utf-8")


@require_safe
def growth(request: HttpRequest, old: int) -> HttpResponse:
    """The proof that the journal has only grown since it had `old` entries, as text.

    Not from further back than MOST entries: anybody may ask, and each of them is read.
    """
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is None or not 0 <= latest.size - old <= MOST and old:
        raise Http404
    return HttpResponse(str(prove_growth(old)), content_type="text/plain; charset=utf-8")


@require_safe
def journal_key(request: HttpRequest) -> HttpResponse:
    """The public key by which checkpoints and receipts are verified, as text."""
    if not Checkpoint.objects.exists():
        raise Http404  # the key is made by what it signs first
    key = public_key(make=False)
    return HttpResponse(f"{key}\n", content_type="text/plain; charset=utf-8")
