"""What lies encrypted in the database, under a key that follows from SECRET_KEY.

A copy of the database alone opens none of it.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from troth.core.provider import salt

__all__ = ["InvalidToken", "seal", "unseal"]


def seal(text: str, use: str) -> str:
    """Encrypt a text for one use."""
    return _vault(use).encrypt(text.encode()).decode()


def unseal(sealed: str, use: str) -> str:
    """The text again, also where one of SECRET_KEY_FALLBACKS sealed it. Raises InvalidToken."""
    return _vault(use).decrypt(sealed.encode()).decode()


def _vault(use: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac(salt(use), "key", secret=str(key), algorithm="sha256").digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
