"""What a witness answers to the logs that it knows: c2sp.org/tlog-witness."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from troth.core.provider import provider
from troth.journal.growth import Growth, StaleError
from troth.journal.key import witness_public_key
from troth.journal.note import Head, NoteError, text_of
from troth.journal.pages.text import or_later, text
from troth.journal.proof import ProofError
from troth.journal.witness import memory_of, witness


@csrf_exempt  # a program posts it, without a cookie; the signature of the log decides
@require_POST
@or_later
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """Cosign a checkpoint that goes on from the last one; each refusal has its own status."""
    if not provider().witness_name:
        raise Http404
    try:
        growth = Growth.parse(request.body.decode())
        head = Head.parse(text_of(growth.checkpoint))
    except (UnicodeDecodeError, ProofError, NoteError):
        return text("This is no checkpoint with its proof.\n", 400)
    if growth.old > head.size:
        return text("The old size is larger than the new one.\n", 400)
    # A log that has changed its key stands there with both.
    keys = [key for key in provider().witnessed if key.partition("+")[0] == head.origin]
    if not keys:
        return text("This log is not known here.\n", 404)
    try:
        _, line = witness(growth, memory_of(head.origin), "\n".join(keys), at=timezone.now())
    except NoteError as error:
        return text(f"{error}\n", 403)
    except StaleError as error:
        return HttpResponse(f"{error.kept}\n", status=409, content_type="text/x.tlog.size")
    except ProofError as error:
        return text(f"{error}\n", 422)
    return text(line)


@require_safe
def cosigned(request: HttpRequest, log: str) -> HttpResponse:
    """The last checkpoint that was cosigned of a log, by the SHA-256 of its name."""
    path = provider().witness_memory / log
    if not re.fullmatch("[0-9a-f]{64}", log) or not path.exists():
        raise Http404
    return text(path.read_text(encoding="utf-8"))


@require_safe
@or_later
def key(request: HttpRequest) -> HttpResponse:
    """The public key by which the signatures of this witness are verified."""
    if not provider().witness_name:
        raise Http404
    return text(f"{witness_public_key()}\n")
