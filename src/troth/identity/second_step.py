"""Two-step sign-in and passkeys, in allauth's terms."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.core.vault import seal, unseal
from troth.publishing.running import policy_on

_USE = "troth.second_step"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """What others must not read is encrypted, and people are named as they know themselves."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not correct, or has already been used. Please try again."),
        "unverified_email": _("Please confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Under a key that follows from SECRET_KEY: a copy of the database signs nobody in."""
        return seal(text, _USE)

    def decrypt(self, encrypted_text: str) -> str:
        """Also what was encrypted under one of SECRET_KEY_FALLBACKS."""
        return unseal(encrypted_text, _USE)

    def get_totp_issuer(self) -> str:
        """What the app shows above the code."""
        return policy_on(timezone.now()).tables.provider.name

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        """The name that a new passkey has until its owner gives it another."""
        return gettext("Passkey")

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """As a browser lists the passkey; the id says nothing about the person."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.name or user.email}
