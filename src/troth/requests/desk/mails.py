"""The mail that a request came in, as it came, for who may read all that may be in it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.desk.access import desk_page
from troth.desk.reason import read_for
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.requests.desk.may import find, sees_mails
from troth.requests.keep_mail import opened
from troth.requests.models import RequestMail


@require_safe
@desk_page()
def show(request: HttpRequest, number: int, mail: int) -> HttpResponse:
    """Hand the mail out to be saved; no browser shows what somebody else has written."""
    now = timezone.now()
    if not sees_mails(me(request), policy_on(now)):
        raise PermissionDenied
    asked = find(request, number)
    found = get_object_or_404(RequestMail, pk=mail, request=asked)
    raw = opened(found)  # before it is written down, for none may come of it
    read_for(me(request), asked, ("contact", "content", "government_id"), at=now)
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{asked.pk}-{found.pk}.eml"'
    return response
