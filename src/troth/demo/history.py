"""Ten years of made-up customers: each account with all that has happened in it.

Accounts are thought out one by one and stored by the hundred, since a row at a time would take
minutes where this takes seconds.
"""

from allauth.account.models import EmailAddress

from troth.accounts.models import Account, Membership, Person
from troth.demo.contacts import Contacts
from troth.demo.life import SHOWN, Life, life_of
from troth.demo.people import Who
from troth.demo.service_life import Services
from troth.demo.world import World
from troth.people.events import OPENED
from troth.policy.about import rule_about
from troth.policy.law import EU
from troth.policy.vies import may_ask
from troth.tax.models import VatCheck

_SHOWN_LOCALES = ("en_GB", "de_DE", "en_IN")


class Historian:
    """Writes the histories of accounts."""

    def __init__(self, world: World) -> None:
        self.world, self.rng = world, world.rng
        self.services, self.contacts = Services(world), Contacts(world)
        self.owners: list[Person] = []
        self.opening = rule_about("collect.account", world.policy)

    def account(self, number: int) -> None:
        """Think out one account and everything in it."""
        life = life_of(number, self.rng, self.world.now)
        business = self.rng.random() < 0.4 or number == 0
        locale = _SHOWN_LOCALES[number] if number < SHOWN else None
        who = self.world.people.one(locale=locale, business=business)
        owner = self._person(who, life)
        account = Account(
            name=who.name,
            company=who.company,
            tax_id=who.tax_id,
            street=who.street,
            postcode=who.postcode,
            city=who.city,
            region=who.region,
            country=who.country,
            currency=who.currency,
            created_at=life.opened,
            active_at=life.last,
            cancelled_at=life.cancelled,
        )
        self.world.add(account)
        self.world.note(OPENED, life.opened, self.opening, account.pseudonym)
        self.world.add(Membership(account=account, person=owner, created_at=life.opened))
        authors = [(owner, who)]
        if self.rng.random() < 0.12 or number == 0:
            authors.append(self._trusted(account, life))
        if who.tax_id and who.country in EU:
            self._check(account, life)
        for nth in range(self.rng.choice((1, 1, 2, 3))):
            started = life.at(self.rng, 0, 0.02 if nth == 0 else 0.5)
            ended = None if life.active else life.last
            if life.active and nth and self.rng.random() < 0.3:
                ended = max(life.at(self.rng, 0.6, 1), started)
            self.services.live(account, owner, who, started, ended, pays=number < SHOWN)
            self.contacts.act(account, owner, "service ordered", started)
        self.contacts.happen(account, authors, who, life)
        self.owners.append(owner)

    def store(self) -> int:
        """Store what was thought out since the last time; how many rows."""
        self.services.number()
        return self.world.store()

    def _person(self, who: Who, life: Life) -> Person:
        person = Person(
            email=who.email,
            name=who.name,
            phone=who.phone,
            password="!",  # nobody signs in with it
            created_at=life.opened,
            last_seen_at=life.last,
        )
        self.world.add(
            person, EmailAddress(user=person, email=who.email, primary=True, verified=True)
        )
        return person

    def _trusted(self, account: Account, life: Life) -> tuple[Person, Who]:
        """Another person with access, who now and then owns an account as well."""
        who = self.world.people.one()
        known = self.owners and self.rng.random() < 0.4
        person = self.rng.choice(self.owners) if known else self._person(who, life)
        self.world.add(
            Membership(
                account=account,
                person=person,
                role=Membership.Role.TRUSTED,
                scopes=self.rng.choice(("support", "billing", "support billing")),
                created_at=life.at(self.rng, 0, 0.5),
            )
        )
        return person, who

    def _check(self, account: Account, life: Life) -> None:
        """That a VAT number was asked about, and is valid, where the policy has it asked about."""
        check = VatCheck(
            account=account,
            number=account.tax_id,
            asked_at=life.opened,
            answered_at=life.opened,
            valid=True,
            consultation_number=f"WAPIAAAA{self.rng.getrandbits(32):08X}",
        )
        if may_ask(self.world.policy.tables):
            self.world.add(check)
