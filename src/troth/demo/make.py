"""Make the demo's provider: its policy, its staff, its customers and what befell them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from troth.accounts.models import Account, Membership, Person
from troth.accounts.restrict import restrict
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.demo.events import MADE
from troth.demo.history import Historian
from troth.demo.life import SHOWN, YEAR, YEARS
from troth.demo.looks import look_at
from troth.demo.sales import sell
from troth.demo.shop import open_shop
from troth.demo.told import ask_by_forms, tell_of_oneself
from troth.demo.world import World
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.hold import hold
from troth.erasure.keep import keep
from troth.journal.checkpoint import checkpoint
from troth.journal.models import Entry
from troth.policy.parse import Policy
from troth.publishing.evidence import note
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.requests.ask import ask

_CHUNK = 500
_STAFF = {"support": "support", "billing": "billing", "desk": "owner"}  # logins and roles
_HOLDS = (
    (("invoice", "payment"), "an irregularity in the books", "accounting"),
    (("*",), "a pending law suit", "legal"),
    (("ticket",), "a complaint that is being looked into", "support"),
)


@dataclass(frozen=True)
class Made:
    """What was made, and what the first sweep then removed."""

    accounts: int
    rows: int


def is_made() -> bool:
    """Whether this database is the demo's."""
    return Entry.objects.filter(event=MADE).exists()


def make(
    policy: Policy,
    *,
    accounts: int,
    seed: int,
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
) -> Made:
    """Make the provider and its customers, all of it or nothing; the same seed, the same people.

    `progress` hears how many accounts are done. Raises PolicyError when the policy cannot run,
    and TrothError when the database holds data that the demo has not made.
    """
    if is_made() or Person.objects.exists() or PublishedPolicy.objects.exists():
        raise TrothError("The demo needs an empty database.")
    rng = random.Random(seed)
    rows = 0
    with transaction.atomic():
        published = publish(policy, at=now - YEARS * YEAR)
        # The histories begin before the texts that they are played under were written.
        PublishedPolicy.objects.filter(pk=published.pk).update(
            in_force_from=day_at(now - YEARS * YEAR)
        )
        shop = open_shop(policy, since=now - YEARS * YEAR, now=now)
        world = World(policy, shop, rng, now)
        world.staff += _staff(world)
        historian = Historian(world)
        for number in range(accounts):
            historian.account(number)
            if (number + 1) % _CHUNK == 0 or number + 1 == accounts:
                rows += historian.store()
                progress(number + 1)
        historian.services.write_series()
        _hold_and_restrict(now)
        sell(world, historian.services.transfers)
        ask_by_forms(policy, world.people, now=now)
        shown = Person.objects.filter(is_staff=False).earliest("pk")
        tell_of_oneself(policy, shown, now=now)
        look_at(shown, world.staff, policy, world.people, now=now)
        note(MADE, at=now, policy=policy, counts={"accounts": accounts, "seed": seed})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the first sweep must not plan for empty tables
    return Made(accounts, rows)


def sweep(*, now: datetime) -> int:
    """What the platform does every night: remove what is due, and sign the journal."""
    removed = keep(on=day_at(now), at=now).removed
    checkpoint(at=now)
    return removed


def ask_something(*, now: datetime) -> None:
    """Two customers ask for something that staff will find on their desk."""
    people = Person.objects.filter(
        memberships__role=Membership.Role.OWNER,
        memberships__account__cancelled_at__isnull=True,
        is_staff=False,
        restricted_at__isnull=True,
        holds__isnull=True,
        memberships__account__holds__isnull=True,
        memberships__account__restricted_at__isnull=True,
    )
    for person in people.order_by("pk").distinct()[SHOWN : SHOWN + 1]:
        ask_erasure(person, at=now)
    for person in people.order_by("pk").distinct()[SHOWN + 1 : SHOWN + 2]:
        ask(person, "export", at=now)


def _staff(world: World) -> list[Person]:
    contact = world.policy.tables.provider.privacy_contact
    domain = contact.partition("@")[2]
    # Shipped policies have addresses that no mail reaches; one's own policy may have others.
    domain = domain if domain.endswith(".example") else "provider.example"
    staff = [
        Person(
            email=f"{login}@{domain}",
            name=world.people.one().name,
            password="!",
            is_staff=True,
            staff_role=role,
            created_at=world.now - YEARS * YEAR,
            last_seen_at=world.now,
        )
        for login, role in _STAFF.items()
    ]
    for person in staff:
        person.save(force_insert=True)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=p, email=p.email, primary=True, verified=True) for p in staff
    )
    return staff


def _hold_and_restrict(now: datetime) -> None:
    """Some accounts are under a hold and one is restricted; never those that are shown."""
    others = list(Account.objects.order_by("pk")[SHOWN : SHOWN + len(_HOLDS) + 1])
    for account, (records, reason, owner) in zip(others, _HOLDS, strict=False):
        review = day_at(now + timedelta(days=90))
        hold(account, records=records, reason=reason, owner=owner, review_on=review, at=now)
    for account in others[len(_HOLDS) :]:
        restrict(account, at=now)
