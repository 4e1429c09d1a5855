"""What happens around signing in, in allauth's terms."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from troth.accounts.models import Person
from troth.accounts.record_signin import record_signin
from troth.privacy.collect import observed


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Every sign-in, and every attempt at one with an address we know, is recorded."""

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Allauth's hook after a sign-in."""
        self._record(request, user, succeeded=True)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth's hook after an attempt. One with an unknown address is about nobody.

        The answer is the same for both, and a row more or less is lost in the time that
        hashing the password takes.
        """
        email = str(credentials.get("email", "")).strip().lower()
        if person := Person.objects.filter(email=email).first():
            self._record(request, person, succeeded=False)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: signing up is ours, by the policy's form."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to their desk, everybody else to what is held about them."""
        return reverse("desk" if getattr(request.user, "is_staff", False) else "my_data")

    def _record(self, request: HttpRequest, person: Person, *, succeeded: bool) -> None:
        seen = observed(
            "signin",
            ip=self.get_client_ip(request),
            browser=request.headers.get("User-Agent", ""),
        )
        record_signin(
            person,
            succeeded=succeeded,
            at=timezone.now(),
            ip=seen.get("ip"),
            user_agent=seen.get("browser", ""),
        )
