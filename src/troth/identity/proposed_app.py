"""The secret of a code app that is being set up: it waits in the session, encrypted."""

from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.sessions.backends.base import SessionBase

_KEY = "proposed_app"


def proposed_secret(session: SessionBase) -> str | None:
    """The secret that was proposed in this session, if any."""
    kept = session.get(_KEY)
    return str(decrypt(kept)) if kept else None


def propose_secret(session: SessionBase) -> str:
    """The same in every tab, until `forget_secret`."""
    secret = proposed_secret(session) or str(generate_totp_secret())
    session[_KEY] = encrypt(secret)
    return secret


def forget_secret(session: SessionBase) -> None:
    """The app is set up, and nobody is shown its secret again."""
    session.pop(_KEY, None)
