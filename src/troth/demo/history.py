"""Ten years of made-up customers: each account with all that has happened in it.

Accounts are thought out one by one and stored by the hundred, since a row at a time would take
minutes where this takes seconds.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Model

from troth.accounts.models import Account, Activity, Membership, Person, Signin, Subject
from troth.billing.draft import rounded
from troth.billing.issue import sealed_seller
from troth.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Payment,
    Posting,
    Reminder,
    Series,
    Transaction,
)
from troth.billing.number import number_of
from troth.billing.reference import digits_of, kind_for
from troth.core.day import day_at
from troth.core.provider import provider
from troth.demo.people import People, Who
from troth.demo.shop import MONTHLY, YEARLY, Shop
from troth.demo.texts import ACTS, ANSWERS, QUESTIONS, THANKS
from troth.gates.consent import EVENTS
from troth.gates.models import ConsentEvent, Disclosure
from troth.journal.append import append_many
from troth.journal.event import Event
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.orders.models import Order, OrderLine
from troth.people.events import OPENED
from troth.policy.about import rule_about
from troth.policy.law import EU
from troth.policy.parse import Policy
from troth.publishing.evidence import entry
from troth.services.models import Charge, Service, Suspension, Term
from troth.services.period import months_later
from troth.support.models import Ticket, TicketMessage
from troth.tax.decide import Buyer, TaxError, Treatment, decide
from troth.tax.models import VatCheck
from troth.tax.rates import rates_on
from troth.tax.seller import seller

YEARS = 10
SHOWN = 3  # the first accounts are in full use, for whoever looks around
_SHOWN_LOCALES = ("en_GB", "de_DE", "en_IN")
YEAR = timedelta(days=365)
DAY = timedelta(days=1)
_LOST_AFTER = timedelta(days=60)  # what is not paid by then was written off
Ledger = Posting.Ledger
_TABLES = (
    Account,
    Person,
    EmailAddress,
    Membership,
    Signin,
    Activity,
    VatCheck,
    Service,
    Term,
    Suspension,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Reminder,
    Charge,
    Order,
    OrderLine,
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
    shop: Shop
    rng: random.Random
    now: datetime
    staff: list[Person]

    def __post_init__(self) -> None:
        self.people = People(self.rng)
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.entries: list[Entry] = []
        self.owners: list[Person] = []
        self.open: list[Invoice] = []  # of the service that is thought out
        self.told: list[tuple[Invoice, Message]] = []
        self.taken: Counter[tuple[Series.Kind, int]] = Counter()
        self.sells, self.rates = seller(self.policy), rates_on(day_at(self.now))
        self.treated: dict[Buyer, Treatment] = {}
        self.seller = sealed_seller(self.policy)
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
            region=who.region,
            country=who.country,
            currency=who.currency,
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
        if who.tax_id and who.country in EU:
            self.rows[VatCheck].append(
                VatCheck(
                    account=account,
                    number=who.tax_id,
                    asked_at=life.opened,
                    answered_at=life.opened,
                    valid=True,
                    consultation_number=f"WAPIAAAA{self.rng.getrandbits(32):08X}",
                )
            )
        self._services(account, owner, who, life)
        self._tickets(account, authors, who, life)
        self._signins(owner, who, life)
        self._consents(owner, life)
        self._disclosures(account, life)
        self.owners.append(owner)

    def store(self) -> int:
        """Store what was thought out since the last time; how many rows."""
        self._number()
        stored = 0
        for table in _TABLES:
            stored += _store(table, self.rows[table])
        stored += append_many(sorted(self.entries, key=lambda entry: entry.at))
        self.rows.clear()
        self.entries.clear()
        return stored

    def write_series(self) -> None:
        """Have the next document of each kind take the number after the last one here."""
        Series.objects.bulk_create(
            Series(kind=kind, year=year, last=last) for (kind, year), last in self.taken.items()
        )

    def _number(self) -> None:
        """Number what was thought out, in the order of its days and without a gap."""
        kinds = {currency: kind_for(bank.iban) for currency, bank in self.shop.banks.items()}
        for kind, table, clock in (
            (Series.Kind.INVOICE, Invoice, "issued_at"),
            (Series.Kind.ORDER, Order, "placed_at"),
        ):
            self.rows[table].sort(key=attrgetter(clock))
            for row in self.rows[table]:
                year = day_at(getattr(row, clock)).year
                self.taken[kind, year] += 1
                row.number = number_of(kind, year, self.taken[kind, year])
        for invoice in self.rows[Invoice]:
            if reference := kinds.get(invoice.currency):
                invoice.payment_reference = reference.make(digits_of(invoice.number))
        for invoice, message in self.told:
            message.subject = f"Invoice {invoice.number}"
        self.told.clear()

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

    def _services(self, account: Account, owner: Person, who: Who, life: "Life") -> None:
        for number in range(self.rng.choice((1, 1, 2, 3))):
            started = life.at(self.rng, 0, 0.02 if number == 0 else 0.5)
            ended = None if life.active else life.last
            if life.active and number and self.rng.random() < 0.3:
                ended = life.at(self.rng, 0.6, 1)
                ended = max(ended, started)
            self._service(account, owner, who, started, ended)
            self._activity(account, "service ordered", started)
        for _ in range(self.rng.randrange(3)):
            self._activity(account, self.rng.choice(ACTS), life.at(self.rng, 0, 1))

    def _service(
        self, account: Account, owner: Person, who: Who, started: datetime, ended: datetime | None
    ) -> None:
        """A service with its order, what is agreed for it, and each period as it was invoiced."""
        product = self.rng.choice(self.shop.products)
        young = self.now - started < 2 * YEAR
        months = MONTHLY if young and self.rng.random() < 0.4 else YEARLY
        price = self.shop.prices[product.pk, who.currency, months]
        first = day_at(started)
        service = Service(
            account=account,
            offer=product,
            product=product.name,
            label=who.site,
            started_at=started,
            activated_at=started,
            anchor=first.day,
            ended_at=ended,
            deleted_at=ended if ended and self.rng.random() < 0.5 else None,
        )
        self.rows[Service].append(service)
        agreed = {"account": account, "offer": product, "product": product.name, "months": months}
        agreed |= {"supply": product.supply, "currency": who.currency, "price": price}
        until = day_at(ended) if ended else None
        self.rows[Term].append(Term(**agreed, service=service, starts=first, until=until))
        starts, issued = first, started
        invoices: list[Invoice] = []
        while not invoices or issued < (ended or self.now):
            ends = months_later(starts, months, first.day)
            invoices.append(self._invoice(service, who, price, issued, starts, ends))
            starts, issued = ends, started + (ends - first - provider().bill_before)
        service.charged_through = starts
        self._order(owner, service, agreed, invoices[0], started)
        # Of several that are not paid the last one pauses the service.
        for invoice in self.open:
            self._dun(service, invoice, pauses=invoice is self.open[-1])
        self.open.clear()

    def _order(
        self,
        owner: Person,
        service: Service,
        agreed: dict[str, Any],
        invoice: Invoice,
        at: datetime,
    ) -> None:
        order = Order(
            account=service.account,
            person=owner,
            key=UUID(int=self.rng.getrandbits(128), version=4),
            placed_at=at,
            currency=invoice.currency,
            net=invoice.net,
            tax=invoice.tax,
            total=invoice.total,
            terms=self.shop.terms,
            policy=self.policy.digest,
            from_country=invoice.party_country,
            accepted_at=at,
        )
        self.rows[Order].append(order)
        self.rows[OrderLine].append(
            OrderLine(
                **agreed,
                order=order,
                service=service,
                position=1,
                label=service.label,
                amount=invoice.net,
                recurring=invoice.net,
            )
        )

    def _invoice(
        self,
        service: Service,
        who: Who,
        net: int,
        issued: datetime,
        starts: date,
        ends: date,
    ) -> Invoice:
        account, treated = service.account, self._treatment(who)
        tax = rounded(net * treated.rate)
        of = {"account": account}
        invoice = Invoice(
            **of,
            issued_at=issued,
            due_on=day_at(issued) + provider().invoice_term,
            supplied_on=starts,
            currency=who.currency,
            net=net,
            tax=tax,
            total=net + tax,
            notes=treated.words,
            evidence=f"billing address {who.country}",
            party_name=who.company or who.name,
            party_address=who.street,
            party_postcode=who.postcode,
            party_city=who.city,
            party_country=who.country,
            party_tax_id=who.tax_id,
            **self.seller,
        )
        taxed = {"category": treated.category, "rate": treated.rate}
        about = {"product": service.product, "quantity": 1, "price": net, "amount": net}
        about |= {"supply": "electronic", "starts": starts, "ends": ends}
        about |= {"description": f"{service.product}, {who.site}"}
        line = InvoiceLine(**of, **about, **taxed, invoice=invoice)
        self.rows[Invoice].append(invoice)
        self.rows[InvoiceLine].append(line)
        self.rows[Charge].append(
            Charge(
                **of,
                **about,
                service=service,
                reason=Charge.Reason.PERIOD,
                currency=who.currency,
                made_at=issued,
                line=line,
            )
        )
        self.rows[InvoiceTax].append(
            InvoiceTax(
                **of,
                **taxed,
                invoice=invoice,
                country=treated.country,
                base=net,
                amount=tax,
                reason=treated.words,
                reason_code=treated.vatex,
            )
        )
        self._entry(
            Transaction.Kind.INVOICE,
            issued,
            account,
            who.currency,
            (Ledger.RECEIVABLE, invoice.total, {"invoice": invoice}),
            (Ledger.REVENUE, -net, {"invoice": invoice}),
            (Ledger.TAX, -tax, {"part": treated.country, "invoice": invoice}),
        )
        paid = issued + timedelta(days=self.rng.uniform(0, 20))
        if paid < self.now and self.rng.random() < 0.97:
            self._payment(invoice, who, paid)
        else:
            self.open.append(invoice)
        self._message(account, issued, invoice)
        return invoice

    def _dun(self, service: Service, invoice: Invoice, *, pauses: bool) -> None:
        """What befell an invoice that was not paid: reminders, a pause, and in the end a loss."""
        of = {"account": invoice.account}
        assert invoice.due_on
        due = invoice.issued_at + provider().invoice_term
        for step in self.shop.steps:
            at = due + timedelta(days=step.days)
            if at < self.now:
                self.rows[Reminder].append(
                    Reminder(**of, invoice=invoice, days=step.days, action=step.action, at=at)
                )
        lost = due + _LOST_AFTER
        paused = due + timedelta(days=self.shop.steps[-1].days)
        gone = service.ended_at and service.ended_at < paused
        if paused < self.now and not gone and pauses:
            self.rows[Suspension].append(
                Suspension(
                    **of,
                    service=service,
                    reason=Suspension.Reason.OVERDUE,
                    since=paused,
                    until=lost if lost < self.now else None,
                )
            )
        if lost < self.now:
            self._entry(
                Transaction.Kind.WRITE_OFF,
                lost,
                invoice.account,
                invoice.currency,
                (Ledger.WRITE_OFFS, invoice.total, {}),
                (Ledger.RECEIVABLE, -invoice.total, {"invoice": invoice}),
            )

    def _treatment(self, who: Who) -> Treatment:
        """How supplies to somebody are taxed; where nobody can say, they are not."""
        buyer = Buyer(
            country=who.country,
            region=who.region,
            business=bool(who.tax_id),
            number="valid" if who.tax_id else "none",
        )
        if buyer not in self.treated:
            try:
                found = decide(self.sells, buyer, "electronic", day_at(self.now), self.rates)
            except TaxError:
                found = Treatment("O", who.country, 0, "")
            self.treated[buyer] = found
        return self.treated[buyer]

    def _payment(self, invoice: Invoice, who: Who, at: datetime) -> None:
        payment = Payment(
            account=invoice.account,
            received_at=at,
            currency=who.currency,
            amount=invoice.total,
            method=self.rng.choice(("transfer", "card", "wallet")),
            payer=who.name,
            reference=f"{self.rng.getrandbits(40):010x}",
        )
        self.rows[Payment].append(payment)
        self._entry(
            Transaction.Kind.PAYMENT,
            at,
            invoice.account,
            who.currency,
            (Ledger.CASH, payment.amount, {"part": payment.method, "payment": payment}),
            (Ledger.RECEIVABLE, -payment.amount, {"invoice": invoice, "payment": payment}),
        )

    def _entry(
        self,
        kind: Transaction.Kind,
        at: datetime,
        account: Account | None,
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

    def _message(self, account: Account, at: datetime, invoice: Invoice) -> None:
        """Who pays is told of an invoice, which gets its number later."""
        owner = next(m.person for m in reversed(self.rows[Membership]) if m.role == "owner")
        if self.about:
            message = Message(
                person=owner,
                account=account,
                rule=self.about,
                channel="email",
                address=owner.email,
                body="Your invoice is attached.",
                created_at=at,
                sent_at=at,
            )
            self.rows[Message].append(message)
            self.told.append((invoice, message))

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
