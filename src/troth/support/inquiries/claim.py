"""Find the inquiries of somebody who was not known when they asked."""

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.support.models import Inquiry


def claim(person: Person) -> int:
    """Make the inquiries that came from a person's confirmed address theirs; how many there were.

    From then on the person sees them, takes them along, and has them erased with the rest.
    """
    strangers = Inquiry.objects.filter(person=None, email=person.email)
    if not strangers.exists() or not has_verified_email(person):
        return 0
    return strangers.update(person=person)
