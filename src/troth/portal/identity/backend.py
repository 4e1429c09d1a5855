"""By what a person signs in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from troth.core.enforces import enforces


@enforces("feature.password-hashing", "feature.security-measures")
class Backend(ModelBackend):
    """AUTHENTICATION_BACKENDS: the person's own address and their password, kept as a hash.

    An older hash becomes one by today's means (argon2id) when its owner next signs in.

    Allauth's own would also take an address that the person has proposed and not confirmed yet.
    """

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, email: str = "", password: str = "", **other: Any
    ) -> AbstractBaseUser | None:
        """The person, or None; an unknown address takes as long as a wrong password."""
        return super().authenticate(request, username=email, password=password)
