"""Remove whoever signed up and never confirmed their e-mail address, where the policy says so."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.accounts.unfinished import unfinished
from troth.core.day import start_of
from troth.core.errors import TrothError
from troth.core.limits import LONG, limited
from troth.erasure.erase import erase
from troth.erasure.tally import Tally
from troth.policy.about import rule_about
from troth.policy.parse import Policy

SIGN_UP = "collect.account"


def remove_unconfirmed(policy: Policy, *, on: date, at: datetime) -> Tally:
    """Erase those whose time to confirm was over on a day, as if they had asked for it.

    They are told at the address that they gave. Who may not be erased stays for now.
    """
    tally = Tally()
    for person in unconfirmed(policy, on=on, at=at):
        with suppress(TrothError), limited(LONG):
            tally += erase(person, at=at, rule=rule_about(SIGN_UP, policy)).tally
    return tally


def unconfirmed(policy: Policy, *, on: date, at: datetime) -> Iterator[Person]:
    """Who signed up so long ago, and by none of their addresses ever followed the link.

    Who has a service that runs, or an invoice that is not paid, is none of them.
    """
    rule = policy.tables.collect.get(rule_about(SIGN_UP, policy).removeprefix("collect."))
    within = rule.confirm_within if rule else None
    last = within.latest_start(on) if within else None
    if last is None:
        return
    theirs = EmailAddress.objects.filter(user=OuterRef("pk"))
    waiting = Person.objects.filter(Exists(theirs), ~Exists(theirs.filter(verified=True)))
    since = waiting.filter(is_staff=False, created_at__lt=start_of(last + timedelta(days=1)))
    for person in since.order_by("pk"):
        if not unfinished(owned_accounts(person), at=at):
            yield person
