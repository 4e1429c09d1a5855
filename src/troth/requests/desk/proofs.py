"""The document by which somebody proves who they are, for who decides."""

from mimetypes import guess_extension

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.desk.access import desk_page
from troth.desk.reason import read_for
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.desk.may import find
from troth.requests.events import PROOF_SEEN
from troth.requests.hand_in_proof import opened
from troth.requests.models import IdentityProof
from troth.requests.note import note
from troth.requests.verifiers import sees_proofs


@require_safe
@desk_page()
def show(request: HttpRequest, number: int, proof: int) -> HttpResponse:
    """Hand the document out, and write down that somebody looked at it."""
    now = timezone.now()
    if not sees_proofs(me(request), policy_on(now)):
        raise PermissionDenied
    asked = find(request, number)
    found = get_object_or_404(IdentityProof, pk=proof, request=asked)
    document = opened(found)  # before it is written down, for none may come of it
    read_for(me(request), asked, ("government_id",), at=now)
    note(PROOF_SEEN, asked, at=now)
    response = HttpResponse(document, content_type=found.content_type)
    name = f"proof-{asked.pk}-{found.pk}{guess_extension(found.content_type) or ''}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
