"""What somebody asks that contradicts what they have asked before, or is so already."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.requests.models import RightsRequest
from troth.requests.their_own import THEIR_OWN


def is_erased_soon(person: Person) -> bool:
    """Whether they have asked to be erased, and it is neither done nor taken back."""
    if person.erasure_asked_at:
        return True
    asked = RightsRequest.objects.filter(THEIR_OWN, person=person, right="erase", whose="")
    return asked.filter(state=RightsRequest.State.OPEN).exists()


def contradicts(person: Person, right: str) -> str:
    """Why a person cannot ask for a right to their own data now, in a sentence; blank if they can.

    Pages ask this. What reaches staff another way is taken in as it is, for them to sort out.
    """
    if right == "restrict" and person.restricted_at:
        day = date_format(day_at(person.restricted_at), "DATE_FORMAT")
        return _("The use of your data has been restricted since %(day)s already.") % {"day": day}
    if right == "restrict" and is_erased_soon(person):
        return _(
            "You have asked us to erase your data, and a restriction would stop that. Withdraw "
            "your request for erasure first."
        )
    if right in ("rectify", "import") and is_erased_soon(person):
        return _(
            "You have asked us to erase your data, so there is nothing to correct. If what the law "
            "makes us keep is wrong, withdraw your request for erasure first."
        )
    return ""
