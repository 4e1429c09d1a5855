"""What stands in the place of an address that was emptied: a mark that mails never reach.

It is a keyed hash, from which nobody reads the address; whoever types it signs in with it.
"""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.crypto import salted_hmac

from troth.accounts.models import Person
from troth.core.provider import salt

_NOWHERE = "@emptied.invalid"  # RFC 2606: no such domain will ever be


def emptied(email: str) -> str:
    """The mark of an address as it is stored."""
    mark = salted_hmac(salt("troth.accounts.emptied"), email, algorithm="sha256").hexdigest()
    return f"{mark[:40]}{_NOWHERE}"


def is_emptied(email: str) -> bool:
    """Whether this is a mark and no address."""
    return email.endswith(_NOWHERE)


def signs_in_as(typed: str) -> str:
    """What is stored of the address that somebody signs in with: itself, or its mark.

    The mark gives way to whoever has confirmed the address since, and to nobody who has not.
    """
    email = Person.objects.normalize_email(typed)
    mark = emptied(email)
    known = EmailAddress.objects.filter(Q(email=mark) | Q(email=email, verified=True))
    return mark if {*known.values_list("email", flat=True)} == {mark} else typed
