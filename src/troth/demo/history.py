"""Ten years of made-up customers: each account with all that has happened in it.

Accounts are thought out one by one and stored by the hundred, since a row at a time would take
minutes where this takes seconds.
"""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Model

from troth.accounts.models import Account, Activity, Membership, Person, Signin, Subject
from troth.billing.models import Invoice, InvoiceLine, InvoiceTax, Payment, Posting, Transaction
from troth.core.day import day_at
from troth.demo.people import People, Who
from troth.demo.texts import ACTS, ANSWERS, PRODUCTS, QUESTIONS, THANKS
from troth.gates.consent import EVENTS
from troth.gates.models import ConsentEvent, Disclosure
from troth.journal.append import append_many
from troth.journal.event import Event
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.people.events import OPENED
from troth.policy.about import rule_about
from troth.policy.parse import Policy
from troth.publishing.evidence import entry
from troth.services.models import Service
from troth.support.models import Ticket, TicketMessage

YEARS = 10
SHOWN = 3  # the first accounts are in full use, for whoever looks around
_SHOWN_LOCALES = ("en_GB", "de_DE", "en_IN")
YEAR = timedelta(days=365)
DUE = timedelta(days=14)
_TABLES = (
    Account,
    Person,
    EmailAddress,
    Membership,
    Signin,
    Activity,
    Service,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Payment,
    Transaction,
    Posting,
    Ticket,
    TicketMessage,
    Message,
    ConsentEvent,
    Disclosure,
)  # a row comes after the rows it refers to


@dataclass
class Historian:
    """Writes the histories of accounts under one policy, up to `now`."""

    policy: Policy
    rng: random.Random
    now: datetime
    staff: list[Person]

    def __post_init__(self) -> None:
        self.people = People(self.rng)
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.entries: list[Entry] = []
        self.owners: list[Person] = []
        self.invoices = 0
        tables = self.policy.tables
        self.about = next((f"message.{n}" for n, m in tables.message.items() if not m.consent), "")
        self.opening = rule_about("collect.account", self.policy)
        self.shares = {
            name: share
            for name, share in tables.share.items()
            if share.receives and share.when in ("needed", "instruction", "consent")
        }

    def account(self, number: int) -> None:
        """Think out one account and everything in it."""
        life = self._life(number)
        business = self.rng.random() < 0.4 or number == 0
        locale = _SHOWN_LOCALES[number] if number < SHOWN else None
        who = self.people.one(locale=locale, business=business)
        owner = self._person(who, life)
        account = Account(
            name=who.name,
            company=who.company,
            tax_id=who.tax_id,
            street=who.street,
            postcode=who.postcode,
            city=who.city,
            country=who.country,
            created_at=life.opened,
            active_at=life.last,
            cancelled_at=life.cancelled,
        )
        self.rows[Account].append(account)
        self._journal(OPENED, life.opened, self.opening, account.pseudonym)
        self.rows[Membership].append(
            Membership(account=account, person=owner, created_at=life.opened)
        )
        authors = [(owner, who)]
        if self.rng.random() < 0.12 or number == 0:
            authors.append(self._trusted(account, life))
        self._services(account, who, life)
        self._tickets(account, authors, who, life)
        self._signins(owner, who, life)
        self._consents(owner, life)
        self._disclosures(account, life)
        self.owners.append(owner)

    def store(self) -> int:
        """Store what was thought out since the last time; how many rows."""
        stored = 0
        for table in _TABLES:
            stored += _store(table, self.rows[table])
        stored += append_many(sorted(self.entries, key=lambda entry: entry.at))
        self.rows.clear()
        self.entries.clear()
        return stored

    # One account

    def _life(self, number: int) -> "Life":
        rng, now = self.rng, self.now
        if number < SHOWN:
            opened = now - (9.6, 6.2, 2.1)[number] * YEAR
            return Life(opened, now - timedelta(days=rng.randrange(1, 20)), None, True)
        opened = now - timedelta(days=rng.uniform(20, YEARS * 365))
        age = now - opened
        fate = rng.random()
        if fate < 0.10 and age > 8 * YEAR:  # long inactive
            last = opened + rng.uniform(0.2, 1.0) * (age - 7.2 * YEAR)
            return Life(opened, last, None, False)
        if fate < 0.20:
            last = opened + rng.uniform(0.3, 1) * age
            return Life(opened, last, last, False)
        if fate < 0.30:
            return Life(opened, opened + rng.uniform(0.4, 1) * age, None, False)
        return Life(opened, now - rng.uniform(0, 0.05) * age, None, True)

    def _person(self, who: Who, life: "Life") -> Person:
        person = Person(
            email=who.email,
            name=who.name,
            phone=who.phone,
            password="!",  # nobody signs in with it
            created_at=life.opened,
            last_seen_at=life.last,
        )
        self.rows[Person].append(person)
        self.rows[EmailAddress].append(
            EmailAddress(user=person, email=who.email, primary=True, verified=True)
        )
        return person

    def _trusted(self, account: Account, life: "Life") -> tuple[Person, Who]:
        """Another person with access, who now and then owns an account as well."""
        who = self.people.one()
        person = self._person(who, life)
        if self.owners and self.rng.random() < 0.4:
            self.rows[Person].pop()
            self.rows[EmailAddress].pop()
            person = self.rng.choice(self.owners)
        self.rows[Membership].append(
            Membership(
                account=account,
                person=person,
                role=Membership.Role.TRUSTED,
                scopes=self.rng.choice(("support", "billing", "support billing")),
                created_at=life.at(self.rng, 0, 0.5),
            )
        )
        return person, who

    def _services(self, account: Account, who: Who, life: "Life") -> None:
        for number in range(self.rng.choice((1, 1, 2, 3))):
            product, price = self.rng.choice(PRODUCTS)
            started = life.at(self.rng, 0, 0.02 if number == 0 else 0.5)
            ended = None if life.active else life.last
            if life.active and number and self.rng.random() < 0.3:
                ended = life.at(self.rng, 0.6, 1)
                ended = max(ended, started)
            self.rows[Service].append(
                Service(
                    account=account,
                    product=product,
                    label=who.site,
                    started_at=started,
                    ended_at=ended,
                    deleted_at=ended if ended and self.rng.random() < 0.5 else None,
                )
            )
            self._activity(account, "service ordered", started)
            issued = started
            while issued < (ended or self.now):
                self._invoice(account, who, product, price, issued)
                issued += YEAR
        for _ in range(self.rng.randrange(3)):
            self._activity(account, self.rng.choice(ACTS), life.at(self.rng, 0, 1))

    def _invoice(
        self, account: Account, who: Who, product: str, price: int, issued: datetime
    ) -> None:
        self.invoices += 1
        net = price * 100
        invoice = Invoice(
            account=account,
            number=f"{issued:%Y}-{self.invoices:06}",
            issued_at=issued,
            due_on=day_at(issued + DUE),
            currency=who.currency,
            net=net,
            tax=net * 19 // 100,
            total=net + net * 19 // 100,
            party_name=who.company or who.name,
            party_address=f"{who.street}, {who.postcode} {who.city}",
            party_country=who.country,
            party_tax_id=who.tax_id,
        )
        self.rows[Invoice].append(invoice)
        self.rows[InvoiceLine].append(
            InvoiceLine(
                account=account,
                invoice=invoice,
                product=product,
                description=f"{product}: {who.site}, one year",
                price=net,
                amount=net,
                category="S",
                rate=1900,
                starts=day_at(issued),
                ends=day_at(issued + YEAR),
            )
        )
        self.rows[InvoiceTax].append(
            InvoiceTax(
                account=account,
                invoice=invoice,
                category="S",
                rate=1900,
                country=self.policy.tables.provider.country,
                base=net,
                amount=invoice.tax,
            )
        )
        Ledger = Posting.Ledger
        self._entry(
            Transaction.Kind.INVOICE,
            issued,
            account,
            who.currency,
            (Ledger.RECEIVABLE, invoice.total, {"invoice": invoice}),
            (Ledger.REVENUE, -net, {}),
            (Ledger.TAX, -invoice.tax, {"part": self.policy.tables.provider.country}),
        )
        paid = issued + timedelta(days=self.rng.uniform(0, 20))
        if paid < self.now and self.rng.random() < 0.97:
            payment = Payment(
                account=account,
                received_at=paid,
                currency=who.currency,
                amount=invoice.total,
                method=self.rng.choice(("transfer", "card", "wallet")),
                payer=who.name,
                reference=f"{self.rng.getrandbits(40):010x}",
            )
            self.rows[Payment].append(payment)
            self._entry(
                Transaction.Kind.PAYMENT,
                paid,
                account,
                who.currency,
                (Ledger.CASH, payment.amount, {"part": payment.method, "payment": payment}),
                (Ledger.RECEIVABLE, -payment.amount, {"invoice": invoice, "payment": payment}),
            )
        self._message(account, issued, f"Invoice {invoice.number}", "Your invoice is attached.")

    def _entry(
        self,
        kind: Transaction.Kind,
        at: datetime,
        account: Account,
        currency: str,
        *legs: tuple[Posting.Ledger, int, dict[str, Any]],
    ) -> None:
        """Enter something in the books."""
        entry = Transaction(account=account, kind=kind, at=at, on=day_at(at))
        self.rows[Transaction].append(entry)
        self.rows[Posting] += [
            Posting(
                account=account,
                transaction=entry,
                ledger=ledger,
                currency=currency,
                amount=amount,
                **about,
            )
            for ledger, amount, about in legs
            if amount
        ]

    def _tickets(
        self, account: Account, authors: list[tuple[Person, Who]], who: Who, life: "Life"
    ) -> None:
        for _ in range(self.rng.choice((0, 0, 1, 1, 2, 3))):
            author, written_by = self.rng.choice(authors)
            subject, question = self.rng.choice(QUESTIONS)
            at = life.at(self.rng, 0.05, 1)
            closed = at + timedelta(days=self.rng.uniform(0.1, 6))
            closes = closed < self.now and self.rng.random() < 0.95
            ticket = Ticket(
                account=account,
                opened_by=author,
                subject=subject,
                opened_at=at,
                closed_at=closed if closes else None,
            )
            self.rows[Ticket].append(ticket)
            ip = self.people.address()
            talk: list[tuple[Person, str, str | None, str]] = [
                (author, written_by.name, ip, question.format(site=who.site))
            ]
            helper = self.rng.choice(self.staff)
            if closes:
                talk.append((helper, "", None, self.rng.choice(ANSWERS)))
                talk.append((author, written_by.name, ip, self.rng.choice(THANKS)))
            for step, (person, name, address, body) in enumerate(talk):
                self.rows[TicketMessage].append(
                    TicketMessage(
                        account=account,
                        ticket=ticket,
                        author=person,
                        author_name=name,
                        author_ip=address,
                        at=at + (closed - at) * step / 3,
                        body=body,
                    )
                )

    def _signins(self, person: Person, who: Who, life: "Life") -> None:
        moments = [life.at(self.rng, 0, 1) for _ in range(self.rng.randrange(2, 9))]
        for at in [*moments, life.last]:
            self.rows[Signin].append(
                Signin(
                    person=person,
                    at=at,
                    succeeded=self.rng.random() > 0.08,
                    ip=self.people.address(),
                    user_agent=who.browser,
                )
            )

    def _consents(self, person: Person, life: "Life") -> None:
        Kind = ConsentEvent.Kind
        for name, consent in self.policy.tables.consent.items():
            asked = consent.starts == "asked"
            agreed = not asked or self.rng.random() < 0.55
            if asked:
                self._consent(person, name, Kind.GIVEN if agreed else Kind.REFUSED, life.opened)
            if agreed and self.rng.random() < 0.15:
                self._consent(person, name, Kind.WITHDRAWN, life.at(self.rng, 0.2, 1))

    def _consent(self, person: Person, name: str, kind: ConsentEvent.Kind, at: datetime) -> None:
        rule = self.policy.tables.consent[name]
        self.rows[ConsentEvent].append(
            ConsentEvent(
                person=person,
                rule=f"consent.{name}",
                kind=kind,
                at=at,
                channel="portal" if "portal" in rule.withdraw else rule.withdraw[0],
                wording=rule.wording,
                policy=self.policy.digest,
            )
        )
        self._journal(EVENTS[kind], at, f"consent.{name}", person.pseudonym)

    def _disclosures(self, account: Account, life: "Life") -> None:
        for name, share in self.shares.items():
            if self.rng.random() < 0.3:
                self.rows[Disclosure].append(
                    Disclosure(
                        subject=account,
                        recipient=name,
                        rule=f"share.{name}",
                        categories=list(share.receives),
                        reference=f"{self.rng.getrandbits(48):012x}",
                        at=life.at(self.rng, 0, 1),
                    )
                )

    def _activity(self, account: Account, what: str, at: datetime) -> None:
        owner = self.rows[Membership][-1].person
        ip = self.people.address()
        self.rows[Activity].append(Activity(account=account, person=owner, at=at, what=what, ip=ip))

    def _message(self, account: Account, at: datetime, subject: str, body: str) -> None:
        owner = next(m.person for m in reversed(self.rows[Membership]) if m.role == "owner")
        if self.about:
            self.rows[Message].append(
                Message(
                    person=owner,
                    account=account,
                    rule=self.about,
                    channel="email",
                    address=owner.email,
                    subject=subject,
                    body=body,
                    created_at=at,
                    sent_at=at,
                )
            )

    def _journal(self, event: Event, at: datetime, rule: str, subject: UUID) -> None:
        self.entries.append(entry(event, at=at, rule=rule, policy=self.policy, subject=subject))


@dataclass(frozen=True)
class Life:
    """When an account was opened, when someone was last seen in it, and how it ended."""

    opened: datetime
    last: datetime
    cancelled: datetime | None
    active: bool

    def at(self, rng: random.Random, first: float, last: float) -> datetime:
        """A moment between two fractions of the time in which the account was in use."""
        return self.opened + rng.uniform(first, last) * (self.last - self.opened)


def _store(table: type[Model], rows: list[Any]) -> int:
    """Store rows of one table; how many."""
    if not issubclass(table, Subject):
        # Postings are stored at once: those of one entry must not come in two statements.
        size = None if table is Posting else 2000
        return len(table._default_manager.bulk_create(rows, batch_size=size))
    # A subject has a row in two tables, which Django stores one by one.
    for row in rows:
        row.save(force_insert=True)
    return len(rows)
