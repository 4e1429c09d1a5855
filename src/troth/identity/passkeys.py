"""Passkeys: allauth's views, so that every key of ours signs in without a password."""

from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpResponse
from django.shortcuts import redirect

from troth.portal.access import me


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Allauth's, which would make keys that serve as a second step only."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = begin_registration(me(self.request), passwordless=True)
        return context | {"js_data": {"creation_options": options}}


class ItIsMe(ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Allauth's, which would lead away from this page when a passkey does not open."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)  # says why
        return redirect(self.request.get_full_path())
