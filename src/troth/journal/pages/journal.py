"""What anybody needs to verify the journal."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from troth.journal.ask_witness import with_cosignatures
from troth.journal.key import key_chain, public_key, public_keys
from troth.journal.models import Checkpoint
from troth.journal.pages.text import or_later, text
from troth.journal.prove_growth import prove_growth
from troth.journal.tiles import WIDTH, tile

MOST = 100_000  # entries; a witness that comes by once a day needs far fewer
A_YEAR = 31_536_000  # seconds
# Level, index in groups of three digits, width of one that is not full: each in its one spelling.
_TILE = re.compile(
    r"(?P<level>0|[1-9]|[1-5][0-9]|6[0-3])/(?P<index>(?!x000)(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@require_safe
@cache_control(public=True, max_age=5)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest signed checkpoint of the journal, as text, with the signatures of witnesses."""
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is None:
        raise Http404
    return text(with_cosignatures(latest))


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def hashes(request: HttpRequest, place: str) -> HttpResponse:
    """A tile of the tree (c2sp.org/tlog-tiles), whole or as it was when it was narrower."""
    found = _TILE.fullmatch(place)
    if found is None:
        raise Http404
    width = int(found["width"] or WIDTH)
    index = int(re.sub("[x/]", "", found["index"]))
    if found["width"] and width >= WIDTH or not (data := tile(int(found["level"]), index, width)):
        raise Http404
    return HttpResponse(data, content_type="application/octet-stream")


@require_safe
@or_later
def growth(request: HttpRequest, old: int) -> HttpResponse:
    """The proof that the journal has only grown since it had `old` entries, as text.

    Not from further back than MOST entries: anybody may ask, and each of them is read.
    """
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is None or not 0 <= latest.size - old <= MOST and old:
        raise Http404
    return text(str(prove_growth(old)))


@require_safe
@or_later
def journal_key(request: HttpRequest) -> HttpResponse:
    """The public key by which checkpoints and receipts are verified, as text."""
    if not Checkpoint.objects.exists():
        raise Http404  # the key is made by what it signs first
    return text(f"{public_key(make=False)}\n")


@require_safe
@or_later
def journal_keys(request: HttpRequest) -> HttpResponse:
    """How the public key was handed on: a line of JSON for each change, or none (`key_chain`)."""
    if not Checkpoint.objects.exists():
        raise Http404
    public_keys()  # a chain that leads to another key leads nobody on
    return text(key_chain())
