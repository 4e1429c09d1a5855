"""Say whether staff may look, who have asked for it while processing is restricted."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.events import LOOK_AGREED, LOOK_REFUSED
from troth.gates.models import StaffRead
from troth.publishing.evidence import note
from troth.wall.enter import beyond_wall


@act
def answer_look(person: Person, number: int, *, agrees: bool, at: datetime) -> None:
    """Agree that staff look once, at what they have asked for and for that reason, or refuse it.

    Raises TrothError for what nobody asks of this person, or no more.
    """
    with beyond_wall():  # what staff looked at is not the customer's to write
        asked = asks(person).select_for_update(of=("self",)).filter(pk=number).first()
        if asked is None:
            raise TrothError(_("This is no longer asked for."))
        subject = asked.subject
        assert subject  # by which it was found
        counts = {"role": asked.role, "categories": asked.categories}
        if agrees:
            asked.agreement, asked.at = StaffRead.Agreement.GIVEN, at
            asked.save(update_fields=["agreement", "at"])
        else:
            asked.delete()
    event = LOOK_AGREED if agrees else LOOK_REFUSED
    note(event, "right.restrict", at=at, subject=subject.pseudonym, counts=counts)


def asks(person: Person) -> QuerySet[StaffRead]:
    """What staff ask to look at of a person and of the accounts that they own."""
    about = [person.pk, *owned_accounts(person)]
    asked = StaffRead.objects.filter(subject__in=about, agreement=StaffRead.Agreement.ASKED)
    return asked.select_related("subject").defer("staff").order_by("pk")
