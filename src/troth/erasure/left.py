"""Whom an act with somebody else's account leaves without access, and what becomes of their login.

A login is its person's own: an account that goes takes along its owner's, and of the people who
were trusted with it the access alone.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.accounts.models import Membership, Person
from troth.core.query import query
from troth.policy.language import NOTICE
from troth.policy.parse import Policy
from troth.policy.placeholders import day


def trusted_with(accounts: Iterable[Any]) -> QuerySet[Membership]:
    """The memberships of those who are trusted with accounts that others own."""
    trusted = Membership.objects.filter(account__in=accounts, role=Membership.Role.TRUSTED)
    return trusted.order_by("person_id", "pk")


_LEFT = f"""
    SELECT DISTINCT person_id FROM {Membership._meta.db_table}
    WHERE account_id = ANY(%(ids)s) AND role = '{Membership.Role.TRUSTED}'
"""


def left_by(accounts: Iterable[Any]) -> set[int]:
    """The keys of the people who lose an access when these accounts go."""
    return {key for (key,) in query(_LEFT, ids=list(accounts))}


def mark_left(people: Collection[int], *, at: datetime) -> None:
    """Note that people have lost an access; from then their login has its time, see `NOTICE`."""
    if people:
        Person.objects.filter(pk__in=people).update(left_at=at)


def what_becomes_of_login(
    person: Person, policy: Policy, *, on: date, without: Iterable[Any] = ()
) -> str:
    """In one sentence what becomes of a login when its access to the accounts `without` ends
    on a day."""
    elsewhere = Membership.objects.filter(person=person).exclude(account__in=without)
    if person.is_staff or elsewhere.exists():
        return _("Your own login stays as it is.")
    if any(keep.with_ for _rule, keep in policy.tables.kept_by("person")):
        return _(
            "Your login stays until %(day)s. It is erased then, unless you belong to an account "
            "again by that day."
        ) % {"day": day(NOTICE.after(on))}
    return _("Your own login stays for as long as the privacy policy says.")
