"""The life of a service: how it was ordered, each period as it was invoiced, and how that was paid.

What is not paid is dunned by the steps of the shop. Most then pay late; for the others the service
ends, and in the end what they owe is a loss.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, Literal
from uuid import UUID

from troth.accounts.models import Account, Person
from troth.billing.issue import sealed_seller
from troth.billing.models import (
    DunningStep,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Payment,
    Posting,
    Reminder,
    Series,
    Transaction,
)
from troth.billing.number import numbers_of
from troth.billing.reference import digits_of, kind_for
from troth.core.day import day_at
from troth.core.percent import share_of
from troth.core.provider import provider
from troth.demo.life import DAY, YEAR
from troth.demo.people import Who
from troth.demo.shop import MONTHLY, YEARLY
from troth.demo.world import World
from troth.messaging.models import Message
from troth.orders.models import Order, OrderLine
from troth.policy.vies import may_ask
from troth.services.models import Cancellation, Charge, OwnPrice, Service, Suspension, Term
from troth.services.period import months_later
from troth.tax.decide import Buyer, TaxError, Treatment, decide
from troth.tax.rates import rates_on
from troth.tax.seller import seller

Action = DunningStep.Action
Ledger = Posting.Ledger
_LOST_AFTER = timedelta(days=60)  # after it was due; what is not paid by then was written off
_ON_STATEMENT = timedelta(days=10)  # what came in by transfer since is on the next statement


@dataclass(frozen=True)
class Transfer:
    """A transfer that the bank has told nobody of yet."""

    invoice: Invoice
    payer: str
    on: date
    amount: int


class Services:
    """Thinks out services with their orders and invoices."""

    def __init__(self, world: World) -> None:
        self.world, self.shop = world, world.shop
        self.rng, self.now = world.rng, world.now
        self.transfers: list[Transfer] = []
        self._agreed = False  # a price of its own, with somebody at least
        self._told: list[tuple[Invoice, Message]] = []
        self._taken: Counter[tuple[Series.Kind, int]] = Counter()
        self._sells, self._rates = seller(world.policy), rates_on(day_at(world.now))
        self._treated: dict[Buyer, Treatment] = {}
        self._seller = sealed_seller(world.policy)
        messages = world.policy.tables.message
        self._about = next((f"message.{n}" for n, m in messages.items() if not m.consent), "")

    # From its order to its end

    def live(
        self,
        account: Account,
        owner: Person,
        who: Who,
        started: datetime,
        ended: datetime | None,
        *,
        pays: bool,
    ) -> None:
        """Think out a service until now, or until it ended; whoever `pays` does so in time."""
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
        )
        agreed = {"account": account, "offer": product, "product": product.name, "months": months}
        agreed |= {"supply": product.supply, "currency": who.currency, "price": price}
        term = Term(**agreed, service=service, starts=first)
        self.world.add(service, term)
        starts, issued, fate = first, started, ""
        ordered: Invoice | None = None
        while fate != "never" and (ordered is None or issued < (ended or self.now)):
            ends = months_later(starts, months, first.day)
            invoice = self._invoice(service, who, price, issued, starts, ends)
            self._tell(owner, invoice)
            fate = "in time" if pays else self._fate()
            gone = self._settle(service, invoice, who, fate, months, ended)
            ended, ordered = gone or ended, ordered or invoice
            starts, issued = ends, started + (ends - first - provider().bill_before)
        assert ordered
        agreed["rate"] = self._treatment(who).rate
        self._order(owner, service, agreed, ordered, started)
        service.charged_through, service.ended_at = starts, ended
        service.deleted_at = ended if ended and self.rng.random() < 0.5 else None
        term.until = day_at(ended) if ended else None
        if not ended and (self.rng.random() < 0.03 or not self._agreed):
            self._agreed = True
            self.world.add(
                OwnPrice(
                    account=account,
                    service=service,
                    percent=10_0000,
                    currency=who.currency,
                    because="A customer for many years",
                    starts=starts,
                    agreed_at=self.now - self.rng.randint(1, 20) * DAY,
                )
            )

    def _fate(self) -> Literal["in time", "late", "never"]:
        """When an invoice is paid."""
        chance = self.rng.random()
        return "in time" if chance < 0.975 else "late" if chance < 0.99 else "never"

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
            policy=self.world.policy.digest,
            from_country=invoice.party_country,
            accepted_at=at,
        )
        line = OrderLine(
            **agreed,
            order=order,
            service=service,
            position=1,
            label=service.label,
            amount=invoice.net,
            recurring=invoice.net,
        )
        self.world.add(order, line)

    # A period

    def _invoice(
        self, service: Service, who: Who, net: int, issued: datetime, starts: date, ends: date
    ) -> Invoice:
        account, treated = service.account, self._treatment(who)
        assert account
        bank = self.world.shop.banks.get(who.currency)
        tax = share_of(net, treated.rate)
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
            bank_holder=bank.holder if bank else "",
            bank_iban=bank.iban if bank else "",
            bank_bic=bank.bic if bank else "",
            **self._seller,
        )
        taxed = {"category": treated.category, "rate": treated.rate}
        about = {"product": service.product, "quantity": 1, "price": net, "amount": net}
        about |= {"supply": "electronic", "starts": starts, "ends": ends}
        about |= {"description": f"{service.product}, {who.site}"}
        line = InvoiceLine(**of, **about, **taxed, invoice=invoice)
        charge = Charge(
            **of,
            **about,
            service=service,
            reason=Charge.Reason.PERIOD,
            currency=who.currency,
            made_at=issued,
            line=line,
        )
        taxes = InvoiceTax(
            **of,
            **taxed,
            invoice=invoice,
            country=treated.country,
            base=net,
            amount=tax,
            reason=treated.words,
            reason_code=treated.vatex,
        )
        self.world.add(invoice, line, charge, taxes)
        self.world.enter(
            Transaction.Kind.INVOICE,
            issued,
            account,
            who.currency,
            (Ledger.RECEIVABLE, invoice.total, {"invoice": invoice}),
            (Ledger.REVENUE, -net, {"invoice": invoice}),
            (Ledger.TAX, -tax, {"part": treated.country, "invoice": invoice}),
        )
        return invoice

    def _treatment(self, who: Who) -> Treatment:
        """How supplies to somebody are taxed; where nobody can say, they are not."""
        buyer = Buyer(
            country=who.country,
            region=who.region,
            business=bool(who.tax_id),
            number="valid" if who.tax_id and may_ask(self.world.policy.tables) else "none",
        )
        if buyer not in self._treated:
            try:
                found = decide(self._sells, buyer, "electronic", day_at(self.now), self._rates)
            except TaxError:
                found = Treatment("O", who.country, 0, "")
            self._treated[buyer] = found
        return self._treated[buyer]

    def _tell(self, owner: Person, invoice: Invoice) -> None:
        """Who pays is told of an invoice, which gets its number later."""
        if self._about:
            message = Message(
                person=owner,
                account=invoice.account,
                rule=self._about,
                channel="email",
                address=owner.email,
                body="Your invoice is attached.",
                created_at=invoice.issued_at,
                sent_at=invoice.issued_at,
            )
            self.world.add(message)
            self._told.append((invoice, message))

    # Its payment

    def _settle(
        self,
        service: Service,
        invoice: Invoice,
        who: Who,
        fate: str,
        months: int,
        ended: datetime | None,
    ) -> datetime | None:
        """What was paid, and done until then; when the service ended for it, if it did."""
        due = invoice.issued_at + provider().invoice_term
        if fate == "in time":
            self._pay(invoice, who, invoice.issued_at + self.rng.uniform(0, 14) * DAY)
            return None
        if fate == "late":
            # A month's service goes on before the next one is to be charged.
            paid = due + self.rng.uniform(4, 13 if months == MONTHLY else 28) * DAY
            self._dun(service, invoice, due, paid, ended)
            self._pay(invoice, who, paid)
            return None
        gone = self._dun(service, invoice, due, due + _LOST_AFTER, ended)
        if (lost := due + _LOST_AFTER) < self.now:
            assert invoice.account
            self.world.enter(
                Transaction.Kind.WRITE_OFF,
                lost,
                invoice.account,
                invoice.currency,
                (Ledger.WRITE_OFFS, invoice.total, {}),
                (Ledger.RECEIVABLE, -invoice.total, {"invoice": invoice}),
            )
        return gone

    def _dun(
        self,
        service: Service,
        invoice: Invoice,
        due: datetime,
        until: datetime,
        ended: datetime | None,
    ) -> datetime | None:
        """Each step that came until it was paid or lost; when the service ended by them."""
        of = {"account": invoice.account}
        suspended: Suspension | None = None
        for step in self.shop.steps:
            at = due + step.days * DAY
            if at >= min(until, self.now):
                break
            self.world.add(
                Reminder(**of, invoice=invoice, days=step.days, action=step.action, at=at)
            )
            if ended and ended <= at + DAY:
                continue  # there is nothing left to suspend or end
            if step.action == Action.SUSPEND:
                back = until if until < self.now else None
                back = ended if ended and ended < until else back
                suspended = Suspension(
                    **of, service=service, reason=Suspension.Reason.OVERDUE, since=at, until=back
                )
                self.world.add(suspended)
            elif step.action == Action.END:
                kind, day = Cancellation.Kind.UNPAID, day_at(at)
                self.world.add(
                    Cancellation(**of, service=service, kind=kind, asked_at=at, effective_on=day)
                )
                if (night := at + DAY) < self.now:
                    assert suspended
                    suspended.until = night
                    return night
        return None

    def _pay(self, invoice: Invoice, who: Who, at: datetime) -> None:
        if at >= self.now:
            return
        method = self.rng.choice(("transfer", "card", "wallet"))
        told = method == "transfer" and at > self.now - _ON_STATEMENT
        if told and invoice.currency in self.shop.banks:
            self.transfers.append(Transfer(invoice, who.name, day_at(at), invoice.total))
            return
        payment = Payment(
            account=invoice.account,
            received_at=at,
            currency=invoice.currency,
            amount=invoice.total,
            method=method,
            payer=who.name,
            reference=f"{self.rng.getrandbits(40):010x}",
        )
        assert invoice.account
        self.world.add(payment)
        self.world.enter(
            Transaction.Kind.PAYMENT,
            at,
            invoice.account,
            invoice.currency,
            (Ledger.CASH, payment.amount, {"part": method, "payment": payment}),
            (Ledger.RECEIVABLE, -payment.amount, {"invoice": invoice, "payment": payment}),
        )

    # Numbers

    def number(self) -> None:
        """Number what was thought out, in the order of its days and without a gap."""
        kinds = {currency: kind_for(bank.iban) for currency, bank in self.shop.banks.items()}
        for kind, table, clock in (
            (Series.Kind.INVOICE, Invoice, "issued_at"),
            (Series.Kind.ORDER, Order, "placed_at"),
        ):
            self.world.rows[table].sort(key=attrgetter(clock))
            for row in self.world.rows[table]:
                year = day_at(getattr(row, clock)).year
                self._taken[kind, year] += 1
                (row.number,) = numbers_of(kind, year, [self._taken[kind, year]])
        for invoice in self.world.rows[Invoice]:
            if reference := kinds.get(invoice.currency):
                invoice.payment_reference = reference.make(digits_of(invoice.number))
        for invoice, message in self._told:
            message.subject = f"Invoice {invoice.number}"
        self._told.clear()

    def write_series(self) -> None:
        """Have the next document of each kind take the number after the last one here."""
        Series.objects.bulk_create(
            Series(kind=kind, year=year, last=last) for (kind, year), last in self._taken.items()
        )
