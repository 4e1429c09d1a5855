"""Passkeys: allauth's views, so that every key of ours signs in without a password."""

from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView

from troth.portal.access import me


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Allauth's, which would make keys that serve as a second step only."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = begin_registration(me(self.request), passwordless=True)
        return context | {"js_data": {"creation_options": options}}
