"""The code app and the recovery codes: what allauth's views lack."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.locked import lock_or_refuse
from troth.identity.proposed_app import forget_secret, proposed_secret
from troth.portal.access import View, me, personal
from troth.portal.proof import proved


class AddApp(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Allauth's, for one click after the other."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Where there is an app, as for the second of two clicks, that is all there is to say."""
        if _mine(request, Authenticator.Type.TOTP).exists():
            forget_secret(request.session)
            messages.info(request, _("You already have a code app."))
            # The answer to the first click, with the codes, may never have been seen.
            return redirect("mfa_view_recovery_codes" if request.method == "POST" else "security")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        forget_secret(self.request.session)
        return response


def while_there(kind: str, gone: str | Promise) -> Callable[[View], View]:
    """A page about an app or a passkey of mine; `gone` is said once it is there no more.

    So it is for the second of two clicks, and in a tab that was left open.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **which: int) -> HttpResponseBase:
            if not _mine(request, kind).filter(**which).exists():
                messages.info(request, str(gone))
                return redirect("security")
            return view(request, **which)

        return checked

    return decorate


def _mine(request: HttpRequest, kind: str) -> QuerySet[Authenticator]:
    """My apps or passkeys; the lock lets one request at a time look at them."""
    lock_or_refuse(me(request))
    mine: QuerySet[Authenticator] = Authenticator.objects.filter(user=me(request), type=kind)
    return mine


@require_safe
@personal
@proved()
def qr_code(request: HttpRequest) -> HttpResponse:
    """The secret that is being set up, for the camera of a telephone."""
    secret = proposed_secret(request.session)
    if secret is None:
        raise Http404
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(me(request), secret))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_POST
@personal
@proved()
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
