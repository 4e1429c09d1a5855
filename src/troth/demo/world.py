"""The world that histories are thought out in, and what was thought out and is not stored yet."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Model

from troth.accounts.models import Account, Activity, Membership, Person, Signin, Subject
from troth.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Payment,
    Posting,
    Reminder,
    Transaction,
)
from troth.core.day import day_at
from troth.demo.people import People
from troth.demo.shop import Shop
from troth.gates.models import ConsentEvent, Disclosure
from troth.journal.append import append_many
from troth.journal.event import Event
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.orders.models import Order, OrderLine
from troth.policy.parse import Policy
from troth.publishing.evidence import entry
from troth.services.models import Cancellation, Charge, OwnPrice, Service, Suspension, Term
from troth.support.models import Ticket, TicketMessage
from troth.tax.models import VatCheck

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
    OwnPrice,
    Suspension,
    Cancellation,
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
class World:
    """A provider with its policy, shop and staff, up to `now`; chance, and whom it makes up."""

    policy: Policy
    shop: Shop
    rng: random.Random
    now: datetime
    staff: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = People(self.rng)
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.entries: list[Entry] = []

    def add(self, *rows: Model) -> None:
        """Have rows stored, each of any table."""
        for row in rows:
            self.rows[type(row)].append(row)

    def enter(
        self,
        kind: Transaction.Kind,
        at: datetime,
        account: Account,
        currency: str,
        *legs: tuple[Posting.Ledger, int, dict[str, Any]],
    ) -> None:
        """Enter something in the books."""
        entered = Transaction(account=account, kind=kind, at=at, on=day_at(at))
        of = {"account": account, "transaction": entered, "currency": currency}
        self.add(entered)
        for ledger, amount, about in legs:
            if amount:
                self.add(Posting(**of, ledger=ledger, amount=amount, **about))

    def note(self, event: Event, at: datetime, rule: str, subject: UUID) -> None:
        """Have the journal tell of something."""
        self.entries.append(entry(event, at=at, rule=rule, policy=self.policy, subject=subject))

    def store(self) -> int:
        """Store what was thought out since the last time; how many rows."""
        stored = sum(_store(table, self.rows[table]) for table in _TABLES)
        stored += append_many(sorted(self.entries, key=lambda each: each.at))
        self.rows.clear()
        self.entries.clear()
        return stored


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
