"""What befalls a customer who is shown: staff look at the data, and somebody is to have access."""

from datetime import datetime, timedelta

from troth.accounts.models import Membership, Person
from troth.demo.people import People
from troth.demo.texts import LOOK
from troth.gates.acknowledge import acknowledge
from troth.gates.limit_reading import limit_reading
from troth.gates.read import read
from troth.people.invite import invite
from troth.policy.parse import Policy

_DAY = timedelta(days=1)


def look_at(
    owner: Person, staff: list[Person], policy: Policy, people: People, *, now: datetime
) -> None:
    """Staff look at an owner's account, who limits that, and invites somebody into it.

    The last of the staff is whom the demo signs in: that one acknowledges the policy there.
    """
    account = Membership.objects.get(person=owner, role=Membership.Role.OWNER).account
    if policy.tables.staff.acknowledge:
        for each in staff[:-1]:
            acknowledge(each, policy, at=now - 30 * _DAY)
    read(staff[-1], account, ["contact", "identity"], at=now - 3 * _DAY, reason=LOOK)
    limit_reading(owner, ["content"], at=now - 2 * _DAY)
    guest = people.one().email
    invite(account, guest, ["billing", "services"], by=owner, at=now - _DAY)
