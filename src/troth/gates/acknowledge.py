"""That staff have read the policy in force and act by it."""

from datetime import datetime

from django.db.models import QuerySet

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.written_once import Given, written_once
from troth.gates.events import ACKNOWLEDGED
from troth.gates.models import Acknowledgement
from troth.policy.parse import Policy
from troth.publishing.evidence import note


@act
def acknowledge(staff: Person, policy: Policy, *, at: datetime) -> None:
    """Note that a member of staff has read the policy and will act by it."""
    Acknowledgement.objects.update_or_create(
        person=staff, policy=policy.digest, defaults={"at": at}
    )
    note(ACKNOWLEDGED, "staff", at=at, subject=staff.pseudonym, policy=policy)


def has_acknowledged(staff: Person, policy: Policy, *, at: datetime) -> bool:
    """Whether nothing keeps a member of staff from the desk.

    Another text has to be acknowledged anew, and the same one whenever the policy's time of
    review has passed. True where the policy does not ask for it.
    """
    if not policy.tables.staff.acknowledge:
        return True
    found = _acknowledgements(person=staff.pk, policy=policy.digest)
    return any(_holds(each, policy, at=at) for each in found)


@written_once  # every page of the desk asks
def _acknowledgements() -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(person=Given("person"), policy=Given("policy"))


def acknowledged_by(policy: Policy, *, at: datetime) -> set[int]:
    """The keys of all the staff of whom `has_acknowledged` is true."""
    if not policy.tables.staff.acknowledge:
        return set(Person.objects.filter(is_staff=True).values_list("pk", flat=True))
    found = Acknowledgement.objects.filter(person__is_staff=True, policy=policy.digest)
    return {each.person_id for each in found if _holds(each, policy, at=at)}


def _holds(found: Acknowledgement, policy: Policy, *, at: datetime) -> bool:
    review = policy.tables.staff.review
    return review is None or day_at(at) < review.after(day_at(found.at))
