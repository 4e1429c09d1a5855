"""By what a person signs in."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from troth.accounts.models import Person
from troth.core.written_once import Given, written_once


class Backend(ModelBackend):
    """AUTHENTICATION_BACKENDS: the person's own address and their password, kept as a hash.

    An older hash becomes one by today's means (argon2id) when its owner next signs in.

    Allauth's own would also take an address that the person has proposed and not confirmed yet.
    """

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, email: str = "", password: str = "", **other: Any
    ) -> AbstractBaseUser | None:
        """The person, or None; an unknown address takes as long as a wrong password.

        So does one that was never confirmed: whoever has just signed up with it does not learn
        whether it was known. Who is signed in already has it along.
        """
        person = who_signs_in(request, email) or Person(password=make_password(None))
        right = person.check_password(password)
        may = person == getattr(request, "user", None) or getattr(person, "confirmed", False)
        return person if right and may and self.user_can_authenticate(person) else None

    def get_user(self, user_id: Any) -> Person | None:
        """Who is signed in, with the hash that their session is bound to.

        `confirmed` says whether their address is: every page asks.
        """
        person = next(iter(_person(number=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None


def who_signs_in(request: HttpRequest | None, email: str) -> Person | None:
    """Who signs in with an address, if anybody, with the hash of their password.

    Who is signed in and says it once more has it along: behind the wall none is read.
    """
    person = getattr(request, "user", None)
    if isinstance(person, Person) and person.email == email:
        return person
    return _whole_people().filter(email=Person.objects.normalize_email(email)).first()


def _whole_people() -> QuerySet[Person]:
    shown = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    return Person.objects.defer(None).annotate(confirmed=Exists(shown))


@written_once
def _person() -> QuerySet[Person]:
    return _whole_people().filter(pk=Given("number"))
