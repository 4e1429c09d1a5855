"""The code app and the recovery codes: what allauth's views lack under our content policy."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from troth.portal.access import me, personal


@require_safe
@personal
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def qr_code(request: HttpRequest) -> HttpResponse:
    """The secret that is being set up, for the camera of a telephone."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(me(request), secret))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_POST
@personal
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def save_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes as a file, for who has just been shown them and sends them along.

    They are shown once, so the server gives them out only against themselves.
    """
    kept = get_object_or_404(
        Authenticator, user=me(request), type=Authenticator.Type.RECOVERY_CODES
    )
    codes = request.POST.getlist("code")
    if codes != kept.wrap().get_unused_codes():
        raise Http404
    answer = HttpResponse("\n".join(codes) + "\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer
