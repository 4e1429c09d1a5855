"""Remove whoever signed up and never confirmed their e-mail address, where the policy says so."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.accounts.unfinished import unfinished
from troth.core.day import start_of
from troth.core.duration import Duration
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.core.limits import LONG, limited
from troth.erasure.erase import erase
from troth.erasure.tally import Tally
from troth.policy.about import rule_about
from troth.publishing.running import policy_on

SIGN_UP = "collect.account"


@enforces("collect.*")
def remove_unconfirmed(*, on: date, at: datetime) -> Tally:
    """Erase those whose time to confirm was over on a day, as if they had asked for it.

    Who has a service that runs, or an invoice that is not paid, stays, and so does who may not be
    erased. They are told at the address that they gave.
    """
    policy = policy_on(at)
    rule = rule_about(SIGN_UP, policy)
    within = policy.tables.collect[rule.removeprefix("collect.")].confirm_within if rule else None
    tally = Tally()
    for person in _unconfirmed(within, on) if within else ():
        if not unfinished(owned_accounts(person), at=at):
            with suppress(TrothError), limited(LONG):
                tally += erase(person, at=at, rule=rule).tally
    return tally


def _unconfirmed(within: Duration, on: date) -> QuerySet[Person]:
    """Who signed up so long ago, and by none of their addresses ever followed the link."""
    theirs = EmailAddress.objects.filter(user=OuterRef("pk"))
    last = within.latest_start(on)
    if last is None:
        return Person.objects.none()
    waiting = Person.objects.filter(Exists(theirs), ~Exists(theirs.filter(verified=True)))
    return waiting.filter(
        is_staff=False, created_at__lt=start_of(last + timedelta(days=1))
    ).order_by("pk")
