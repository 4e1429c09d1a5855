"""The document by which somebody proves who they are, for who decides."""

from mimetypes import guess_extension

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.desk.access import desk_page
from troth.desk.may import decides, find
from troth.portal.access import me
from troth.privacy.models import IdentityProof
from troth.privacy.read import read
from troth.privacy.requests.hand_in_proof import opened
from troth.privacy.requests.note import note


@require_safe
@desk_page("privacy")
def show(request: HttpRequest, number: int, proof: int) -> HttpResponse:
    """Hand the document out, and write down that somebody looked at it."""
    if not decides(me(request)):
        raise PermissionDenied
    asked = find(request, number)
    found = get_object_or_404(IdentityProof, pk=proof, request=asked)
    now = timezone.now()
    if asked.person:
        reason = _("Request %(number)s") % {"number": asked.pk}
        read(me(request), asked.person, ("government_id",), at=now, reason=reason)
    note("proof_seen", asked, at=now)
    response = HttpResponse(opened(found), content_type=found.content_type)
    name = f"proof-{asked.pk}-{found.pk}{guess_extension(found.content_type) or ''}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
