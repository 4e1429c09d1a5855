"""Make people staff, in a role of the policy, and take it away again."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.email import first_address
from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.roles import OWNER, roles_of
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.people.events import APPOINTED, DISMISSED
from troth.people.new_password import link_to_new_password
from troth.policy.staff_roles import staff_role
from troth.publishing.evidence import note
from troth.publishing.running import policy_on


@act
def appoint(email: str, role: str, *, at: datetime) -> Person:
    """Make the person with this address staff, or give them another role.

    Who has no login yet gets one without a password. They are told by mail. Raises TrothError for
    a role that the policy does not have, where the last owner would be one no longer, and for a
    login whose address was never confirmed: anybody could have made it.
    """
    roles = roles_of(policy_on(at))
    if role not in roles:
        raise TrothError(
            _("The policy has no such role; use one of: %(roles)s.") % {"roles": ", ".join(roles)}
        )
    person = Person.objects.by_email(email)
    if person is None:
        person = Person.objects.create_user(email)
        first_address(person, verified=False)
    elif not person.is_staff and not has_verified_email(person):
        raise TrothError(
            _(
                "Somebody has signed up with this address and never confirmed it. Have your "
                "colleague choose a new password by “I have forgotten my password”, which confirms "
                "it and shuts out anybody else; then add them again."
            )
        )
    was = person.staff_role
    _assign(person, role, at=at)
    if role != was:
        _tell(person, role, at=at)
    return person


@act
def dismiss(person: Person, *, at: datetime) -> None:
    """Take the staff role away; the login stays. Raises TrothError for the last owner."""
    _assign(person, "", at=at)


def _tell(person: Person, role: str, *, at: datetime) -> None:
    asks_itself = "identity-recovery" in policy_on(at).features
    way_in = link("account_reset_password") if asks_itself else link_to_new_password(person)
    us = policy_on(at).tables.provider
    with in_language_of(person, at=at):
        subject = _("You are now on the staff of %(provider)s") % {"provider": us.name}
        text = _(
            "You are now on the staff of %(provider)s. Your role is: %(role)s. If you have no "
            "password yet, or are not sure that only you know it, choose a new one:\n\n%(link)s"
        ) % {"provider": us.name, "role": staff_role(role), "link": way_in}
        body = letter(person, text, at=at)
    send(person, subject=subject, body=body, at=at, secret=not asks_itself)


def _assign(person: Person, role: str, *, at: datetime) -> None:
    # One lock for all, so that two owners cannot dismiss each other at the same moment.
    owners = Person.objects.select_for_update().filter(is_staff=True, staff_role=OWNER)
    if role != OWNER and [owner.pk for owner in owners.order_by("pk")] == [person.pk]:
        raise TrothError(_("This is the last owner; make somebody else an owner first."))
    Person.objects.filter(pk=person.pk).update(staff_role=role, is_staff=bool(role))
    person.staff_role, person.is_staff = role, bool(role)
    note(
        APPOINTED if role else DISMISSED,
        "staff",
        at=at,
        subject=person.pseudonym,
        counts={"role": role} if role else None,
    )
